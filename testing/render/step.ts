import type * as automation from "@pulumi/pulumi/automation";
import { shownKeys } from "../plan/input-diff";
import type { Step } from "../run/step";
import { stackType } from "../state/resource-state";
import { parseUrn } from "../state/urn";
import { providerKey, type Properties } from "../wire/properties";
import { renderDiff, shownDiff, widest } from "./value";

const signs: Partial<Record<automation.OpType, string>> = {
  create: "+ ",
  update: "~ ",
  refresh: "~ ",
  delete: "- ",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  read: "> ",
};

/** What a step is called before, after, and while it is done. */
const words: Partial<Record<automation.OpType, [planned: string, done: string, trying: string]>> = {
  create: ["create", "created", "creating"],
  update: ["update", "updated", "updating"],
  refresh: ["refresh", "refresh", "refreshing"],
  delete: ["delete", "deleted", "deleting"],
  replace: ["replace", "replaced", "replacing"],
  "create-replacement": ["create replacement", "created replacement", "creating replacement"],
  "delete-replaced": ["delete original", "deleted original", "deleting original"],
  read: ["read", "read", "reading"],
};

/** The sign of an operation, two characters wide. */
export function signOf(op: automation.OpType): string {
  return signs[op] ?? "  ";
}

/** One line per step: ` ~  type name updated [diff: ~v]`. Unchanged resources are left out, the stack is not. */
export function renderRow(step: Step, planned: boolean): string {
  if (step.op === "same" && step.type !== stackType) return "";
  const word = words[step.op]?.[planned ? 0 : 1] ?? "";
  const parts = [step.type, parseUrn(step.urn).name, step.failed === true ? `**${words[step.op]?.[2] ?? ""} failed**` : word];
  const keys = step.old !== undefined && step.new !== undefined && step.op !== "same" ? renderKeys(step.old.inputs, step.new.inputs) : "";
  return ` ${signOf(step.op)} ${[...parts, keys].filter((part) => part !== "").join(" ")}\n`;
}

/** The step with its properties: what they were, and what they are now. */
export function renderDetails(step: Step, depth: number): string {
  if (step.op === "same" && step.type !== stackType) return "";
  if (step.op === "refresh" && step.type !== stackType && refreshedKeys(step).length === 0) return "";
  // Halves of a replacement; the replacement itself tells it all.
  if (step.op === "create-replacement" || step.op === "delete-replaced") return "";
  const indent = "    ".repeat(depth);
  const id = step.old?.id ?? step.new?.id;
  const lines = [`${indent}${signOf(step.op)}${step.type}: (${step.op})${step.failed === true ? " **failed**" : ""}`];
  if (id !== undefined && step.op !== "create") lines.push(`${indent}    [id=${id}]`);
  lines.push(`${indent}    [urn=${step.urn}]`);
  if (step.op === "refresh") lines.push(...renderRefreshed(step, `${indent}    `));
  else if (step.op !== "same") lines.push(...renderInputs(step.old?.inputs, step.new?.inputs, `${indent}    `));
  return `${lines.join("\n")}\n`;
}

function renderKeys(olds: Properties, news: Properties): string {
  const groups = new Map<string, string[]>([["+", []], ["-", []], ["~", []]]);
  for (const key of shownKeys(olds, news)) groups.get(olds[key] !== undefined ? (news[key] !== undefined ? "~" : "-") : "+")?.push(key);
  const told = [...groups].filter(([, keys]) => keys.length > 0).map(([sign, keys]) => `${sign}${keys.join(",")}`);
  return told.length === 0 ? "" : `[diff: ${told.join("")}]`;
}

function renderInputs(olds: Properties | undefined, news: Properties | undefined, indent: string): string[] {
  // Of a resource that only comes or only goes, the properties stand without signs.
  const before = olds ?? news ?? {};
  const after = news ?? olds ?? {};
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const width = widest(olds === undefined || news === undefined ? keys : keys.filter((key) => key !== providerKey));
  return keys
    .filter((key) => key !== providerKey)
    .map((key) => renderDiff(key.padEnd(width), shownDiff(before[key], after[key]), indent));
}

/** What a refresh found, where it is not what the state had. */
function renderRefreshed(step: Step, indent: string): string[] {
  const [before, after] = [step.old?.outputs ?? {}, step.new?.outputs ?? {}];
  const keys = refreshedKeys(step);
  const width = widest(keys);
  if (keys.length === 0) return [];
  return [`${indent}--outputs:--`, ...keys.map((key) => renderDiff(key.padEnd(width), shownDiff(before[key], after[key]), indent))];
}

function refreshedKeys(step: Step): string[] {
  return step.new === undefined ? [] : shownKeys(step.old?.outputs ?? {}, step.new.outputs);
}
