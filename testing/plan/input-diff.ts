import { isDeepStrictEqual } from "node:util";
import { isObject, signatureOf, type Properties } from "../wire/properties";
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
  // A value that only became secret, or stopped being one, did not change.
  if (isDeepStrictEqual(revealed(old), revealed(value))) return { kind: "same", value };
  if (Array.isArray(old) && Array.isArray(value)) return orSame({ kind: "array", entries: elementDiffs(old, value) }, value);
  if (isPlain(old) && isPlain(value)) return orSame({ kind: "object", entries: propertyDiffs(old, value) }, value);
  return { kind: "update", old, value };
}

/** The keys of two property maps that differ, the serialized provider among them. */
export function changedKeys(olds: Properties, news: Properties): string[] {
  return propertyDiffs(olds, news).filter(([, entry]) => entry.kind !== "same").map(([key]) => key);
}

/** The path of every leaf that differs. */
export function changedPaths(diff: ValueDiff, above: PropertyPath = []): PropertyPath[] {
  if (diff.kind === "same") return [];
  if (diff.kind !== "object" && diff.kind !== "array") return [above];
  return diff.entries.flatMap(([key, entry]) => changedPaths(entry, [...above, key]));
}

/** A property that is null is as good as none; it is left out where the other side has none at all. */
export function propertyDiffs(olds: Properties, news: Properties): [key: string, diff: ValueDiff][] {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  return keys.flatMap((key): [string, ValueDiff][] => {
    const [old, value] = [olds[key] ?? undefined, news[key] ?? undefined];
    if (old === undefined && value === undefined) return key in olds && key in news ? [[key, { kind: "same", value: null }]] : [];
    if (old === undefined) return [[key, { kind: "add", value }]];
    return [[key, value === undefined ? { kind: "delete", value: old } : diffValues(old, value)]];
  });
}

function elementDiffs(olds: readonly unknown[], news: readonly unknown[]): [index: number, diff: ValueDiff][] {
  return [...Array(Math.max(olds.length, news.length)).keys()].map((index) => {
    if (index >= olds.length) return [index, { kind: "add", value: news[index] }];
    return [index, index >= news.length ? { kind: "delete", value: olds[index] } : diffValues(olds[index], news[index])];
  });
}

function orSame(diff: ValueDiff & { entries: [unknown, ValueDiff][] }, value: unknown): ValueDiff {
  return diff.entries.every(([, entry]) => entry.kind === "same") ? { kind: "same", value } : diff;
}

function isPlain(value: unknown): value is Properties {
  return isObject(value) && signatureOf(value) === undefined;
}
