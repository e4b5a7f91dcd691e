import { isObject, mapValue, signatureOf, unknownValue } from "../wire/properties";
import { isSecret, makeSecret } from "../wire/secret";
import { diffValues, type ValueDiff } from "../plan/input-diff";

/*
 * Property values as the CLI prints them. A secret is never shown, nor what is not known yet.
 */

/** @param indent - of the line that the value begins on; the lines inside it are deeper */
function renderValue(value: unknown, indent: string): string {
  if (isSecret(value)) return "[secret]";
  if (value === unknownValue) return "[unknown]";
  if (Array.isArray(value)) {
    return block("[", "]", value.map((element, index) => `${indent}    [${index}]: ${renderValue(element, `${indent}    `)}`), indent);
  }
  if (isObject(value) && signatureOf(value) === undefined) {
    const keys = Object.keys(value).sort();
    const width = widest(keys);
    const lines = keys.map((key) => `${indent}    ${key.padEnd(width)}: ${renderValue(value[key], `${indent}    `)}`);
    return block("{", "}", lines, indent);
  }
  return value === null ? "<null>" : JSON.stringify(value);
}

/** The difference as a person may see it: that a secret changed does not show. */
export function shownDiff(old: unknown, value: unknown): ValueDiff {
  const concealed = (whole: unknown) => mapValue(whole, (leaf) => (isSecret(leaf) ? makeSecret(null) : leaf));
  return diffValues(concealed(old), concealed(value));
}

/** One `key: value` line (and those below it), with its sign in front. */
export function renderDiff(title: string, diff: ValueDiff, indent: string): string {
  const line = (sign: string, text: string) => `${indent.slice(2)}${sign} ${title}: ${text}`;
  switch (diff.kind) {
    case "same":
      return line(" ", renderValue(diff.value, indent));
    case "add":
      return line("+", renderValue(diff.value, indent));
    case "delete":
      return line("-", renderValue(diff.value, indent));
    case "update":
      return line("~", `${renderValue(diff.old, indent)} => ${renderValue(diff.value, indent)}`);
    case "object": {
      const width = widest(diff.entries.map(([key]) => key));
      return line("~", block("{", "}", diff.entries.map(([key, entry]) => renderDiff(key.padEnd(width), entry, `${indent}    `)), indent));
    }
    case "array":
      return line("~", block("[", "]", diff.entries.map(([index, entry]) => renderDiff(`[${index}]`, entry, `${indent}    `)), indent));
  }
}

/** The length of the longest key: the colons stand below each other. */
export function widest(keys: readonly string[]): number {
  return Math.max(0, ...keys.map((key) => key.length));
}

function block(open: string, close: string, lines: readonly string[], indent: string): string {
  return lines.length === 0 ? `${open}${close}` : [open, ...lines, `${indent}${close}`].join("\n");
}
