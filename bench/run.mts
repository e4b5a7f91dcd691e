/** `npm run bench [-- NAME…] [--json]`: measures, and says how it compares. Never part of the tests. */
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { holds, ratioOf, rowOf, type Figure } from "./figure.mts";

/** Each bench by its name, and the files that it consists of. */
const benches: Record<string, readonly (() => Promise<{ measure(): Promise<readonly Figure[]> }>)[]> = {
  state: [() => import("./state.mts")],
  refresh: [() => import("./refresh.mts")],
  emulator: [() => import("./emulator.mts")],
  converge: [() => import("./converge.mts")],
  drift: [() => import("./drift.mts")],
  wsman: [() => import("./wsman-client.mts"), () => import("./wsman-server.mts")],
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean", default: false } } });
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

const figures: Figure[] = [];
const environment = { ...process.env };
for (const load of (positionals.length > 0 ? positionals : Object.keys(benches)).flatMap((name) => benches[name]!)) {
  figures.push(...(await (await load()).measure()));
  process.env = { ...environment }; // a bench may have pointed it at an emulator that is gone
}

const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? arch()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${platform()}, Node ${process.versions.node}`;
if (values.json) {
  const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), holds: holds(figure) }));
  console.log(JSON.stringify({ machine, figures: rows }, null, 2));
} else {
  const table = new Table({ head: ["what", "measured", "reference", "ratio", "bound", "holds"], style: { head: [], border: [], compact: true } });
  for (const figure of figures) table.push([...rowOf(figure)]);
  console.log(`${table.toString()}\n${machine}`);
}
process.exitCode = figures.every(holds) ? 0 : 1;
