/** An emulator that says how much memory it has when it is asked. With `--expose-gc`. */
import { createRequire } from "node:module";
import { join } from "node:path";

const dist = createRequire(join(import.meta.dirname, "../../dist/bench.js"));
const { startEmulator } = dist("./emulator") as typeof import("../../emulator/index.ts");

const emulator = await startEmulator();
process.on("message", () => {
  (gc as (how: object) => void)({ type: "major", execution: "sync", flavor: "last-resort" });
  process.send!(process.memoryUsage().rss);
});
process.send!(emulator.url);
