import type * as automation from "@pulumi/pulumi/automation";
import type { Diagnostic } from "../errors/diagnostic";
import type { ValueDiff } from "../plan/input-diff";
import type { Step } from "../run/step";
import { stackType } from "../state/resource-state";
import { parseUrn } from "../state/urn";
import type { Properties } from "../wire/properties";
import { renderDiagnosticCounts } from "./diagnostics";
import { renderResourceOutputs } from "./outputs";
import { renderEntries, renderProperties, renderPropertyDiffs, shownDiffs } from "./value";

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

/**
 * One line per step: ` ~  type name updated [diff: ~v]`. Unchanged resources are left out, the stack is not.
 */
export function renderRow(step: Step, planned: boolean): string {
  if (step.op === "same" && step.type !== stackType) return "";
  const info = [diffInfo(step), step.failure === undefined ? "" : `error: ${step.failure.split("\n")[0] ?? ""}`];
  return row(step.op, [step.type, parseUrn(step.urn).name, status(step, planned), info.filter((part) => part !== "").join("; ")]);
}

/** A line for a resource with diagnostics, once all is done: how many there are. */
export function renderDiagnosticRow(urn: string, step: Step | undefined, diagnostics: readonly Diagnostic[], planned: boolean): string {
  const { qualifiedType, name } = parseUrn(urn);
  const op = step?.op ?? "same";
  const failure = diagnostics.find(({ severity }) => severity === "error")?.message;
  const counts = renderDiagnosticCounts(diagnostics);
  const info = step === undefined || diffInfo(step) === "" ? counts : `${diffInfo(step)}; ${counts}`;
  return row(op, [qualifiedType.split("$").at(-1) ?? "", name, status({ ...step, op, failure }, planned), info]);
}

/**
 * The step with its properties: what they were, and what they are now.
 *
 * @param suppressOutputs - to leave the outputs out
 */
export function renderDetails(step: Step, depth: number, planned: boolean, suppressOutputs = false): string {
  if (!isShownInDetail(step)) return "";
  const outputs = suppressOutputs || step.type === stackType || step.failure !== undefined ? "" : renderResourceOutputs(step, depth + 1, planned);
  if (step.op === "refresh" && step.type !== stackType && outputs === "") return "";
  const indent = "    ".repeat(depth);
  const lines = [`${indent}${signOf(step.op)}${step.type}: (${step.op}${retained(step)})${lock(step)}`];
  if (step.old?.id !== undefined) lines.push(`${indent}    [id=${step.old.id}]`);
  lines.push(`${indent}    [urn=${step.urn}]`);
  return `${lines.join("\n")}\n${renderChange(step, depth + 1)}${outputs}`;
}

/** Whether {@link renderDetails} shows it, so that its children are indented below it. */
export function isShownInDetail(step: Step): boolean {
  // Halves of a replacement are not; the replacement itself tells it all.
  return step.type === stackType || !["same", "create-replacement", "delete-replaced"].includes(step.op);
}

function renderChange(step: Step, depth: number): string {
  const { op, old, new: state } = step;
  if (op === "same" || op === "refresh") return "";
  if (old === undefined || state === undefined) return renderProperties((state ?? old)?.inputs ?? {}, { depth });
  if (step.foundHere === true) return renderEntries(onlyChanges(shownDiffs(old.inputs, state.inputs)), depth);
  // When a replacement is shown, the new instance exists already.
  return op === "replace" ? renderPropertyDiffs(old.outputs, state.outputs, depth) : renderPropertyDiffs(old.inputs, state.inputs, depth);
}

/** Without all that is the same, at any depth. */
function onlyChanges<Key>(entries: readonly [Key, ValueDiff][]): [Key, ValueDiff][] {
  return entries
    .filter(([, { kind }]) => kind !== "same")
    .map(([key, diff]): [Key, ValueDiff] => {
      if (diff.kind === "object") return [key, { ...diff, entries: onlyChanges(diff.entries) }];
      return [key, diff.kind === "array" ? { ...diff, entries: onlyChanges(diff.entries) } : diff];
    });
}

function row(op: automation.OpType, parts: readonly string[]): string {
  return ` ${signOf(op)} ${parts.filter((part) => part !== "").join(" ")}\n`;
}

function status(step: Pick<Step, "op" | "old"> & { failure?: string | undefined }, planned: boolean): string {
  const trying = words[step.op]?.[2];
  if (step.failure !== undefined && !planned) return `**${trying === undefined ? "" : `${trying} `}failed**${retained(step)}`;
  return `${words[step.op]?.[planned ? 0 : 1] ?? ""}${retained(step)}`;
}

function diffInfo({ op, old, new: state }: Step): string {
  return old === undefined || state === undefined || op === "same" ? "" : renderKeys(old.inputs, state.inputs);
}

function renderKeys(olds: Properties, news: Properties): string {
  const diffs = shownDiffs(olds, news);
  const group = (sign: string, isIn: (kind: string) => boolean) => {
    const keys = diffs.filter(([, { kind }]) => kind !== "same" && isIn(kind)).map(([key]) => key);
    return keys.length === 0 ? "" : sign + keys.join(",");
  };
  const told = [
    group("+", (kind) => kind === "add"),
    group("-", (kind) => kind === "delete"),
    group("~", (kind) => kind !== "add" && kind !== "delete"),
  ].join("");
  return told === "" ? "" : `[diff: ${told}]`;
}

/** What will stay behind without anyone managing it. */
function retained({ op, old }: Pick<Step, "op" | "old">): string {
  return old?.retainOnDelete === true && ["delete", "replace", "create-replacement", "delete-replaced"].includes(op) ? "[retain]" : "";
}

function lock({ old, new: state }: Step): string {
  if (state !== undefined && state.protect !== true && old?.protect === true) return " 🔓";
  return state?.protect === true || old?.protect === true ? " 🔒" : "";
}
