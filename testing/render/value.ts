import { propertyDiffs, type ValueDiff } from "../plan/input-diff";
import { isObject, mapValue, providerKey, signatureOf, unknownValue, type Properties } from "../wire/properties";
import { isSecret, makeSecret } from "../wire/secret";
import { goNumber } from "./engine-value";
import { diffLines } from "./line-diff";

/*
 * Properties and their differences as the CLI prints them, except that a text which is JSON or YAML is
 * shown as the text it is. A secret is never shown, nor what is not known yet.
 *
 * See https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/backend/display/object_diff.go
 */

/** Where a line begins: how many steps of four columns in, the last two of which are the sign's if there is one. */
export interface Margin {
  depth: number;
  sign?: Sign | undefined;
}

type Sign = "+" | "-" | "~";

/** All properties, one below the other: `key: value`. */
export function renderProperties(properties: Properties, margin: Margin): string {
  const keys = Object.keys(properties).sort();
  const width = widest(keys);
  return keys
    .filter((key) => key !== providerKey)
    .map((key) => renderProperty(key.padEnd(width), properties[key], margin))
    .join("");
}

/** What differs between two property maps, and what does not, each with its sign. Without any difference, what there is. */
export function renderPropertyDiffs(olds: Properties, news: Properties, depth: number): string {
  const entries = shownDiffs(olds, news);
  if (entries.every(([, { kind }]) => kind === "same")) return renderProperties(news, { depth });
  return renderEntries(entries, depth);
}

/** {@link renderPropertyDiffs} of differences that were found before. */
export function renderEntries(entries: readonly (readonly [key: string, diff: ValueDiff])[], depth: number, width = widest(entries.map(([key]) => key))): string {
  return entries.map(([key, diff]) => renderDiff(key.padEnd(width), diff, depth)).join("");
}

/** The differences as a person may see them: that a secret changed does not show, nor the serialized provider. */
export function shownDiffs(olds: Properties, news: Properties): [key: string, diff: ValueDiff][] {
  const concealed = (whole: Properties) => mapValue(whole, (leaf) => (isSecret(leaf) ? makeSecret(null) : leaf)) as Properties;
  return propertyDiffs(concealed(olds), concealed(news)).filter(([key]) => key !== providerKey);
}

/** One property, `key: value`, and the lines below it. */
export function renderProperty(title: string, value: unknown, margin: Margin): string {
  return `${start(margin)}${title}: ${renderValue(value, margin)}\n`;
}

/** What is worth a line where nothing happened to it: not null, and not empty. */
export function isShown(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObject(value) || signatureOf(value) !== undefined || Object.keys(value).length > 0;
}

/** The length of the longest key: the colons stand below each other. */
export function widest(keys: readonly string[]): number {
  return Math.max(0, ...keys.map((key) => key.length));
}

/** @param titleDepth - where its first line begins, if that is not where its last one does: in a list */
function renderDiff(title: string, diff: ValueDiff, depth: number, titleDepth = depth): string {
  const first = (sign: Sign | undefined, text: string) => `${start({ depth: titleDepth, sign })}${title}: ${text}\n`;
  const whole = (sign: Sign | undefined, value: unknown) => first(sign, renderValue(value, { depth, sign }));
  switch (diff.kind) {
    case "same":
      return depth !== titleDepth || isShown(diff.value) ? whole(undefined, diff.value) : "";
    case "add":
      return whole("+", diff.value);
    case "delete":
      return whole("-", diff.value);
    case "object":
      return first("~", `{\n${renderEntries(diff.entries, depth + 1)}${start({ depth })}}`);
    case "array":
      return first("~", `[\n${diff.entries.map(([index, entry]) => renderDiff(`[${index}]`, entry, depth + 2, depth + 1)).join("")}${start({ depth })}]`);
    case "update": {
      const { old, value } = diff;
      if (!(isShown(old) && isShown(value) && isPrimitive(old) && isPrimitive(value))) {
        return (isShown(old) ? whole("-", old) : "") + (isShown(value) ? whole("+", value) : "");
      }
      if (!isText(old) || !isText(value)) return first("~", `${renderValue(old, { depth })} => ${renderValue(value, { depth })}`);
      if (!(old + value).includes("\n")) return first("~", `${JSON.stringify(old)} => ${JSON.stringify(value)}`);
      return first("~", `\n${renderLines(old, value, depth + 1)}`);
    }
  }
}

/** @param margin - of the line that the value begins on; the lines inside it are deeper */
function renderValue(value: unknown, margin: Margin): string {
  const end = start({ depth: margin.depth });
  const inside: Margin = { ...margin, depth: margin.depth + 1 };
  if (isSecret(value)) return "[secret]";
  if (value === unknownValue) return "[unknown]";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const elements = value.map((element, index) => `${start(margin)}    [${index}]: ${renderValue(element, inside)}\n`);
    return `[\n${elements.join("")}${end}]`;
  }
  if (isObject(value) && signatureOf(value) === undefined) {
    return Object.keys(value).length === 0 ? "{}" : `{\n${renderProperties(value, inside)}${end}}`;
  }
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value).toString() : goNumber(value);
  return value === null ? "<null>" : JSON.stringify(isText(value) ? shortened(value) : value);
}

/** Lines that changed, with at most two of those around them that did not. */
function renderLines(old: string, value: string, depth: number): string {
  const context = 2;
  const runs = diffLines(old, value);
  const printed = runs.flatMap(({ kind, lines: all }, index) => {
    const lines = all.map((line) => line.replace("\n", "")).filter((line) => line.trim() !== "");
    const sign = kind === "same" ? undefined : kind === "add" ? "+" : "-";
    const [isFirst, isLast] = [index === 0, index === runs.length - 1];
    const hides = kind === "same" && lines.length > (isFirst || isLast ? context : 2 * context) + 1;
    const before = isFirst ? [] : lines.slice(0, context);
    const after = !isFirst && isLast ? [] : lines.slice(-context);
    return (hides ? [...before, "...", ...after] : lines).map((line) => `${start({ depth, sign })}${shortened(line)}\n`);
  });
  // The value that this is a part of ends with a line break of its own.
  return printed.join("").slice(0, -1);
}

/** A text of more than three lines, or with a long one, is cut off, unless it changed. */
function shortened(text: string): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, 3).map((line) => (line.length > 150 ? `${line.slice(0, 150)}...` : line));
  return [...shown, ...(lines.length > 3 ? ["..."] : [])].join("\n");
}

function start({ depth, sign }: Margin): string {
  const columns = "    ".repeat(depth);
  return sign === undefined ? columns : `${columns.slice(0, -2)}${sign} `;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== unknownValue;
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== "object" || isSecret(value);
}
