import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { beforeAll, describe, expect, test } from "vitest";

/** What the tree of a page consists of, as far as its text goes. */
interface Text {
  type: string;
  value?: string;
  children?: readonly Text[];
}

interface Row {
  behaviour: string;
  source: string;
  test: string;
  file: string;
}

const root = resolve(__dirname, "../..");
const rows = rowsOf(readFileSync(join(root, "emulator/PARITY.md"), "utf8"));

function rowsOf(page: string): Row[] {
  const { children } = fromMarkdown(page, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const all = children.flatMap((node) => (node.type === "table" ? node.children.slice(1) : []));
  return all.map((row) => {
    const [behaviour, source, name, file] = row.children.map(textOf);
    const link = row.children[3]?.children[0];
    return { behaviour: behaviour ?? "", source: source ?? "", test: name ?? "", file: link?.type === "link" ? link.url.replace(/^\.\.\//, "") : (file ?? "") };
  });
}

function textOf({ value, children = [] }: Text): string {
  return value ?? children.map(textOf).join("");
}

/** The names of tests by file, as the runner knows them. It runs apart, and must not take itself for a part of this run. */
async function collected(how: "parse" | "run", files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (files.length === 0) return new Map();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST$)/.test(name)));
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, "collect-tests.mts"), how, ...files], { cwd: root, env, maxBuffer: 2 ** 26 });
  return new Map(Object.entries(JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1)) as Record<string, string[]>));
}

/** A test that can't run here says so at the end of its name. */
const isNamed = (wanted: string, names: readonly string[] = []): boolean => names.some((name) => name === wanted || name.startsWith(`${wanted} (skipped: `));

describe("the table of parity", () => {
  const lost: Row[] = [];

  // Most names stand in the files as they are. Those that a file puts together are asked of the file itself, which takes longer.
  beforeAll(async () => {
    const written = await collected("parse", [...new Set(rows.map(({ file }) => file))]);
    const composed = rows.filter((row) => !isNamed(row.test, written.get(row.file)));
    const said = await collected("run", [...new Set(composed.map(({ file }) => file))]);
    lost.push(...composed.filter((row) => !isNamed(row.test, said.get(row.file))));
  });

  test("names tests that there are", () => {
    expect(lost).toEqual([]);
  });

  test("has behaviours, each said once", () => {
    expect(rows.length).toBeGreaterThan(300);
    const seen = new Set<string>();
    const twice = rows.filter((row) => seen.size === seen.add(`${row.behaviour} ${row.test}`).size);
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
