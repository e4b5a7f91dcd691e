/** What many sessions cost: a page, a reset, memory; and what many requests leave behind. */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import autocannon from "autocannon";
import { median, type Figure } from "../figure.mts";
import { ask, type Running, startEmulator, stop } from "./processes.mts";
import { rates } from "./rate.mts";
import { signIn } from "./sign-in.mts";
import { listPath, onePath, pageSize, writeSeed } from "./world.mts";

const dist = createRequire(join(import.meta.dirname, "../../dist/bench.js"));
const many = 100_000;
const resets = 15;

/** Page after page of the large world, so that none of them comes out of a store of what was asked before. */
export async function pages(folder: string): Promise<readonly Figure[]> {
  const [large, small] = [await startEmulator("--seed", await writeSeed(folder, many)), await startEmulator("--seed", await writeSeed(folder, pageSize))];
  const authorization = { large: await signIn(large.url), small: await signIn(small.url) };
  const paths: string[] = [];
  for (let next: string | null = large.url + listPath; next !== null; ) {
    paths.push(next.slice(large.url.length));
    next = (JSON.parse(await ask(next, { authorization: authorization.large })) as { nextLink: string | null }).nextLink;
  }
  const load = (of: "large" | "small", { url }: Running, asked: readonly string[]) => ({ url, paths: asked, headers: { authorization: authorization[of] } });
  const { ours, reference } = await rates(load("large", large, paths), load("small", small, [listPath]));
  await Promise.all([stop(large), stop(small)]);
  return [
    {
      what: `emulator: time of a page of ${pageSize} out of 100,000`,
      measured: 1_000_000 / ours,
      unit: "µs",
      reference: { what: "out of 100", measured: 1_000_000 / reference },
      bound: { kind: "at most", value: 3 },
    },
  ];
}

export async function reset(folder: string): Promise<readonly Figure[]> {
  const { startEmulator: startHere } = dist("./emulator") as typeof import("../../emulator/index.ts");
  await using emulator = await startHere({ seed: await writeSeed(folder, 10_000) });
  const times: number[] = [];
  for (let time = 0; time < resets; time++) {
    const began = performance.now();
    emulator.reset();
    times.push(performance.now() - began);
  }
  return [{ what: "emulator: reset of 10,000 sessions", measured: median(times), unit: "ms", bound: { kind: "at most", value: 50 } }];
}

export async function memory(folder: string, format: "json" | "yaml"): Promise<Figure> {
  const emulator = await startEmulator("--seed", await writeSeed(folder, many, format));
  await ask(emulator.url + listPath, { authorization: await signIn(emulator.url) });
  const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(emulator.process.pid)], { encoding: "utf8" }));
  await stop(emulator);
  return { what: `emulator: resident memory with 100,000 sessions (${format.toUpperCase()} seed)`, measured: kilobytes / 1024, unit: "MB", bound: { kind: "at most", value: 300 } };
}

const PROGRAM = join(import.meta.dirname, "measured-emulator.mts");

/** 10,000 requests over 200 connections at once, three times. What could be collected is collected before each look. */
export async function leak(): Promise<Figure> {
  const child = fork(PROGRAM, { execArgv: ["--expose-gc", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] });
  const message = async () => ((await once(child, "message")) as [string | number])[0];
  const url = (await message()) as string;
  const authorization = await signIn(url);
  const resident: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { non2xx, errors } = await autocannon({ url: url + onePath, headers: { authorization }, connections: 200, amount: 10_000, tlsOptions: { rejectUnauthorized: false } });
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers other than 200 and ${errors} errors among 10,000.`);
    child.send("resident");
    resident.push(((await message()) as number) / 2 ** 20);
  }
  child.kill();
  return { what: "emulator: resident memory after three rounds of 10,000 requests over 200 connections", measured: resident[2]!, unit: "MB", reference: { what: "after one", measured: resident[0]! }, bound: { kind: "at most", value: 1.1 } };
}
