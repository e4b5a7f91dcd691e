import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder";

interface World {
  lamps: Record<string, { name: string; brightness: number }>;
  /** How many lamps were ever made. */
  made: number;
  /** `<method> <name>` → how it goes wrong. */
  faults: Record<string, "refuse" | "flicker" | "undefined">;
}

/** The world that the lamps of a test are in: a file, so that providers in other processes see it. */
export class LampWorld {
  readonly file = join(temporaryFolder(), "world.json");

  constructor() {
    this.write({ lamps: {}, made: 0, faults: {} });
  }

  get lamps(): { name: string; brightness: number }[] {
    return Object.values(this.read().lamps).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Someone else turns a knob. */
  dim(name: string, brightness: number): void {
    this.change((world) => {
      for (const lamp of Object.values(world.lamps)) if (lamp.name === name) lamp.brightness = brightness;
    });
  }

  /** Someone else takes a lamp away. */
  steal(name: string): void {
    this.change((world) => {
      world.lamps = Object.fromEntries(Object.entries(world.lamps).filter(([, lamp]) => lamp.name !== name));
    });
  }

  fault(faults: World["faults"]): void {
    this.change((world) => (world.faults = faults));
  }

  /** What providers were asked since the last time: `create a`. Checks and diffs only where asked for. */
  calls(...also: ("check" | "diff")[]): string[] {
    const journal = `${this.file}.calls`;
    const calls = existsSync(journal) ? readFileSync(journal, "utf8").trim().split("\n") : [];
    rmSync(journal, { force: true });
    return calls.filter((call) => !["check", "diff"].includes(call.split(" ")[0] ?? "") || also.some((method) => call.startsWith(method)));
  }

  private change(edit: (world: World) => void): void {
    const world = this.read();
    edit(world);
    this.write(world);
  }

  private read(): World {
    return JSON.parse(readFileSync(this.file, "utf8")) as World;
  }

  private write(world: World): void {
    writeFileSync(this.file, JSON.stringify(world));
  }
}
