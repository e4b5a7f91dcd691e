import { isDeepStrictEqual } from "node:util";
import { isObject, providerKey, signatureOf, type Properties } from "../wire/properties";
import { revealed } from "../wire/secret";
import type { PropertyPath } from "./property-path";

/** How the value under one key or index differs, and where it differs inside. */
export type ValueDiff =
  | { kind: "same"; value: unknown }
  | { kind: "add"; value: unknown }
  | { kind: "delete"; value: unknown }
  | { kind: "update"; old: unknown; value: unknown }
  | { kind: "object"; entries: [key: string, diff: ValueDiff][] }
  | { kind: "array"; entries: [index: number, diff: ValueDiff][] };

/** The difference of two values; keys in alphabetical order, as everything of the engine's. */
export function diffValues(old: unknown, value: unknown): ValueDiff {
  if (old === undefined) return { kind: "add", value };
  if (value === undefined) return { kind: "delete", value: old };
  // A value that only became secret, or stopped being one, did not change.
  if (isDeepStrictEqual(revealed(old), revealed(value))) return { kind: "same", value };
  if (Array.isArray(old) && Array.isArray(value)) {
    const indices = [...Array(Math.max(old.length, value.length)).keys()];
    return { kind: "array", entries: indices.map((index) => [index, diffValues(old[index], value[index])]) };
  }
  if (isPlain(old) && isPlain(value)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(value)])].sort();
    return { kind: "object", entries: keys.map((key) => [key, diffValues(old[key], value[key])]) };
  }
  return { kind: "update", old, value };
}

/** The keys of two property maps that differ, the serialized provider among them. */
export function changedKeys(olds: Properties, news: Properties): string[] {
  const diff = diffValues(olds, news);
  return diff.kind === "object" ? diff.entries.filter(([, entry]) => entry.kind !== "same").map(([key]) => key) : [];
}

/** {@link changedKeys} as they are shown to a person: without the serialized provider. */
export function shownKeys(olds: Properties, news: Properties): string[] {
  return changedKeys(olds, news).filter((key) => key !== providerKey);
}

/** The path of every leaf that differs. */
export function changedPaths(diff: ValueDiff, above: PropertyPath = []): PropertyPath[] {
  if (diff.kind === "same") return [];
  if (diff.kind !== "object" && diff.kind !== "array") return [above];
  return diff.entries.flatMap(([key, entry]) => changedPaths(entry, [...above, key]));
}

function isPlain(value: unknown): value is Properties {
  return isObject(value) && signatureOf(value) === undefined;
}
