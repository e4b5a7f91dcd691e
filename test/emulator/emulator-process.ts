import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Seed } from "../../emulator/index";

/** In bytes, after everything that could be collected was. */
export interface Memory {
  /** What is in use, in and outside of the heap. */
  live: number;
  rss: number;
}

/** As CommonJS in a process of its own: what it holds is the emulator's alone. */
const PROGRAM = `
const { startEmulator } = require(${JSON.stringify(require.resolve("pulumi-desktop-sessions/emulator"))});
process.on("message", () => { gc({ type: "major", execution: "sync", flavor: "last-resort" }); const { heapUsed, external, rss } = process.memoryUsage(); process.send({ live: heapUsed + external, rss }); });
startEmulator({ seed: JSON.parse(process.argv[2]) }).then((emulator) => process.send({ url: emulator.url, certificateAuthority: emulator.certificateAuthority }));
`;

/** An emulator in a process of its own, whose memory can be looked at. */
export class EmulatorProcess {
  private constructor(
    readonly url: string,
    readonly certificateAuthority: string,
    readonly process: ChildProcess,
  ) {}

  /** @param folder where its program is written */
  static async start(seed: Seed, folder: string): Promise<EmulatorProcess> {
    const program = join(folder, "emulator-process.cjs");
    writeFileSync(program, PROGRAM);
    const child = fork(program, [JSON.stringify(seed)], { execArgv: ["--expose-gc"] });
    const [{ url, certificateAuthority }] = (await once(child, "message")) as [{ url: string; certificateAuthority: string }];
    return new EmulatorProcess(url, certificateAuthority, child);
  }

  async memory(): Promise<Memory> {
    this.process.send("memory");
    const [memory] = (await once(this.process, "message")) as [Memory];
    return memory;
  }

  async stop(): Promise<void> {
    this.process.kill();
    await once(this.process, "exit");
  }
}
