import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { beforeAll, describe, expect, test } from "vitest";

interface Row {
  behaviour: string;
  source: string;
  tests: string[];
  file: string;
}

/** A test as its file says it. */
interface Collected {
  name: string;
  mode: "run" | "only" | "skip" | "todo" | "queued";
}

const root = resolve(__dirname, "../..");
const rows = rowsOf(readFileSync(join(root, "emulator/PARITY.md"), "utf8"));

function rowsOf(page: string): Row[] {
  const { children } = fromMarkdown(page, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const all = children.flatMap((node) => (node.type === "table" ? node.children.slice(1) : []));
  return all.map((row) => {
    const [behaviour, source, , file] = row.children.map(textOf);
    const tests = row.children[2]?.children.flatMap((node) => (node.type === "inlineCode" ? node.value : [])) ?? [];
    const link = row.children[3]?.children[0];
    return { behaviour: behaviour ?? "", source: source ?? "", tests, file: link?.type === "link" ? link.url.replace(/^\.\.\//, "") : (file ?? "") };
  });
}

type Nodes = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>["children"][number];

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** The tests of each file, as the runner knows them. It runs apart, and must not take itself for a part of this run. */
async function collected(files: readonly string[]): Promise<ReadonlyMap<string, readonly Collected[]>> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST$)/.test(name)));
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, "collect-tests.mts"), ...files], { cwd: root, env, maxBuffer: 2 ** 26 });
  return new Map(Object.entries(JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1)) as Record<string, Collected[]>));
}

/** What is wrong with a test that a row names: it must be one, and run. One that can't run here says why at the end of its name. */
function wrongWith(wanted: string, tests: readonly Collected[] = []): string | undefined {
  const named = tests.filter(({ name }) => name === wanted);
  const excused = tests.some(({ name, mode }) => mode === "skip" && name.startsWith(`${wanted} (skipped: `));
  if (named.length === 0) return excused ? undefined : "there is no such test";
  if (named.length > 1) return `there are ${named.length} of that name`;
  return named[0]!.mode === "run" ? undefined : `it does not run (${named[0]!.mode}), and does not say why: "(skipped: …)"`;
}

describe("the table of parity", () => {
  let tests: ReadonlyMap<string, readonly Collected[]>;
  // Forty files are read in a process of its own, which others may keep from it for a while.
  beforeAll(async () => void (tests = await collected([...new Set(rows.map(({ file }) => file))])), 240_000);

  test("names tests that there are and that run, each by its whole name", () => {
    const wrong = rows.flatMap(({ behaviour, file, tests: wanted }) => wanted.map((name) => ({ behaviour, file, name, wrong: wrongWith(name, tests.get(file)) })));
    expect(wrong.filter((each) => each.wrong !== undefined)).toEqual([]);
    expect(rows.filter(({ tests: wanted }) => wanted.length === 0)).toEqual([]);
  });

  test("has behaviours, each said once", () => {
    expect(rows.length).toBeGreaterThan(300);
    const seen = new Set<string>();
    const twice = rows.filter((row) => seen.size === seen.add(`${row.behaviour} ${row.tests.join()}`).size);
    expect(twice).toEqual([]);
    expect(rows.filter(({ behaviour }) => behaviour === "")).toEqual([]);
  });

  test("says of each where it is known from, or that it is a choice", () => {
    expect(rows.filter(({ source }) => !/\bchoice\b/.test(source) && !/\bhttps:\/\/\w/.test(source))).toEqual([]);
  });

  test("has https URLs only, which can be read as such", () => {
    const urls = rows.flatMap(({ source }) => source.match(/\b[a-z]+:\/\/[^\s,;]+/g) ?? []);
    expect(urls.filter((url) => !url.startsWith("https://") || !URL.canParse(url))).toEqual([]);
  });
});
