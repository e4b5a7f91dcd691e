import type { core } from "zod";
import { parseSeedFile } from "./parse-seed-file";
import { SeedRefused, type SeedProblem } from "./seed-refused";
import type { Seed } from "./seed";
import { seedSchema } from "./seed-schema";

/**
 * A seed of one's own, checked.
 *
 * @param from the path of a .yaml, .yml or .json file, or a seed as an object
 * @returns a copy: what happens to an object afterwards does not change the seed
 * @throws SeedUnreadable; SeedRefused with all problems at once
 */
export function readSeed(from: string | Seed): Seed {
  const source = typeof from === "string" ? from : "(an object)";
  const value: unknown = typeof from === "string" ? parseSeedFile(from) : from;
  const result = seedSchema().safeParse(value);
  const found = [...prototypes(value), ...(result.success ? [] : describeProblems(result.error.issues, value))];
  if (found.length > 0 || !result.success) throw new SeedRefused(source, found);
  return result.data;
}

/** zod leaves a property of this name out without a word, wherever it is. */
const PROTOTYPE = "__proto__";

function prototypes(seed: unknown): SeedProblem[] {
  const problems: SeedProblem[] = [];
  const seen = new Set<object>();
  const open = [{ value: seed, path: "" }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    // By an anchor, YAML may have a thing twice, or in itself.
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (Object.hasOwn(value, PROTOTYPE)) problems.push({ path: `${path}${PROTOTYPE}`, found: `the name "${PROTOTYPE}"`, expected: "another name" });
    for (const [name, inner] of Object.entries(value)) open.push({ value: inner, path: `${path}${name}.` });
  }
  return problems;
}

/** What is wrong with a value, in words. */
export const describeProblems = (issues: readonly core.$ZodIssue[], value: unknown): SeedProblem[] => issues.flatMap((issue) => problems(issue, value, []));

const typeWords: Readonly<Record<string, string>> = { record: "names with their values", object: "an object", int: "a whole number", string: "a text", boolean: "true or false" };

/** One issue of zod, which may be about several keys, in words. */
function problems(issue: core.$ZodIssue, seed: unknown, above: readonly PropertyKey[]): SeedProblem[] {
  const keys = [...above, ...issue.path];
  const path = keys.join(".");
  const found = describe(valueAt(seed, keys));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...keys, key].join("."), found: "a property that does not exist", expected: issue.message }));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path, found: `the name ${JSON.stringify(issue.path.at(-1))}`, expected: expectation(message) }));
    case "invalid_union": {
      // Of the shapes that the value could have had, the one that it came nearest to: the one that failed deepest inside.
      const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
      if (depth(nearest) === 0) return [{ path, found, expected: "a text, or an object" }];
      return nearest.flatMap((inner) => problems(inner, seed, keys));
    }
    case "invalid_value":
      return [{ path, found, expected: issue.values.map((value) => JSON.stringify(value)).join(" or ") }];
    case "invalid_type":
      return [{ path, found, expected: typeWords[issue.expected] ?? `a ${issue.expected}` }];
    default:
      return [{ path, found, expected: expectation(issue.message) }];
  }
}

const depth = (issues: readonly core.$ZodIssue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)));

/** zod's own words where the schema gave none: "Too small: expected string to have >=3 characters". */
const expectation = (message: string): string => message.replace(/^.*?expected /, "");

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner !== null && typeof inner === "object" ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value !== null && typeof value === "object") return "an object";
  return JSON.stringify(value);
}
