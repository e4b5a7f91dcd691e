import { spawn } from "node:child_process";
import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { configure } from "pulumi-desktop-sessions/provider";
import { afterEach, beforeEach } from "vitest";
import type { FaultRule } from "../../emulator";
import type { ResourceName } from "../../provider/resource-name";
import { useSample, type Sample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

/** What the engine asks of a provider: `["update", id, olds, news]`. */
export type Ask = readonly ["create", object] | readonly ["update", string, object, object] | readonly ["delete", string, object];

/** Whether what the killed run had asked for last is done all the same. */
export type LastCall = "is lost" | "is done";

/** How long a call is held up by a clock that stands still: for ever. */
const HELD = 3_600_000;

/** Runs of a provider that are killed, and those that come after them. */
export class KilledRuns {
  #home = "";

  constructor(readonly sample: Sample) {}

  begin(): void {
    this.#home = temporaryFolder();
    process.env["PULUMI_HOME"] = this.#home;
    this.sample.emulator.clock.freeze();
  }

  /** What runs have left behind that nobody has taken over. */
  get left(): readonly string[] {
    const folder = join(this.#home, "desktop-sessions");
    return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  }

  /** Whose messages runs were about to send that never wrote down what came of them. */
  get unheard(): readonly string[] {
    const folder = join(this.#home, "desktop-sessions");
    const lines = this.left.filter((name) => name.endsWith(".jsonl")).flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1));
    const last = new Map<string, string>();
    for (const line of lines) {
      const { session, status } = JSON.parse(line) as { readonly session?: { readonly user: string }; readonly status: string };
      if (session) last.set(session.user, status);
    }
    return [...last].filter(([, status]) => status === "about").map(([user]) => user);
  }

  /**
   * Kills a run while a call of it is held up.
   *
   * @returns whether there was such a call; otherwise the run has come to its end
   */
  async kill(intent: ResourceName, ask: Ask, call: FaultRule, lastCall: LastCall): Promise<boolean> {
    const { emulator } = this.sample;
    const script = resolve(__dirname, "provider-process.mts");
    const held = emulator.faults.add({ plane: "arm", ...call, delay: HELD });
    const child = spawn(process.execPath, [script, JSON.stringify([intent, ...ask])], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const ended = once(child, "close");
    const isHeld = await Promise.race([emulator.faults.whenMet(held).then(() => true), ended.then(() => false)]);
    if (isHeld) child.kill("SIGKILL");
    await ended;
    if (lastCall === "is done") emulator.faults.clear();
    else emulator.faults.reset();
    if (!isHeld && child.exitCode !== 0) throw new Error(`The run ended by itself with ${child.exitCode}: ${stderr}`);
    return isHeld;
  }

  /** The run after it, in a process that lives: what the engine would keep of it. */
  async next(intent: ResourceName, ask: Ask): Promise<Record<string, any>> {
    channel("pulumi-desktop-sessions:operation").publish({}); // forgets the lists of the run before
    const provider = { intent };
    configure(provider, { config: { get: () => undefined } });
    const [method, ...args] = ask;
    const { outs } = (await (provider as unknown as Record<string, (...given: readonly unknown[]) => Promise<{ outs?: object } | undefined>>)[method]!(...args)) ?? {};
    return JSON.parse(JSON.stringify(outs ?? {}));
  }
}

/** For the tests of a file: the sample world, by a clock that stands still, and an empty home before each of them. */
export function useKilledRuns(): KilledRuns {
  const runs = new KilledRuns(useSample());
  beforeEach(() => runs.begin());
  afterEach(() => runs.sample.emulator.clock.resume());
  return runs;
}
