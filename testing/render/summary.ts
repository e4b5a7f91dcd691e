import type * as automation from "@pulumi/pulumi/automation";
import type { Diagnostic } from "../errors/diagnostic";
import { parseUrn } from "../state/urn";
import { unknownValue, type Properties } from "../wire/properties";
import { signOf } from "./step";
import { renderDiff, shownDiff, widest } from "./value";

/** The kinds of operation, as a summary names them. */
export type OperationKind = "update" | "refresh" | "destroy";

const titles: Record<OperationKind, [planned: string, done: string]> = {
  update: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
};

export function renderTitle(kind: OperationKind, stack: string, planned: boolean): string {
  return `${titles[kind][planned ? 0 : 1]} (${stack}):\n\n`;
}

/** The stack outputs: what they were and are (a preview: what changes); without signs where there were none before. */
export function renderOutputs(before: Properties | undefined, after: Properties, planned: boolean): string {
  const entries = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])]
    .sort()
    .map((key) => [key, shownDiff((before ?? after)[key], after[key])] as const)
    // What a preview cannot know yet is no change that it could announce.
    .filter(([, diff]) => !planned || before === undefined || !(diff.kind === "same" || (diff.kind === "update" && diff.value === unknownValue)));
  if (entries.length === 0) return "";
  const width = widest(entries.map(([key]) => key));
  const lines = entries.map(([key, diff]) => renderDiff(key.padEnd(width), diff, "    "));
  return `\nOutputs:\n${lines.join("\n")}\n`;
}

/** What went wrong or is worth knowing, under the resource that it is about. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], stack: { project: string; stack: string }): string {
  if (diagnostics.length === 0) return "";
  const groups = new Map<string, string[]>();
  for (const { urn, severity, message } of diagnostics) {
    const { qualifiedType, name } = urn === undefined ? stackTitle(stack) : parseUrn(urn);
    const title = `${qualifiedType.split("$").at(-1) ?? ""} (${name})`;
    groups.set(title, [...(groups.get(title) ?? []), `    ${severity}: ${message.replaceAll("\n", "\n    ")}\n`]);
  }
  return `\nDiagnostics:\n${[...groups].map(([title, lines]) => `  ${title}:\n${lines.join("")}`).join("\n")}`;
}

const doneWords: Partial<Record<automation.OpType, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** How much of what happened: `    ~ 1 updated\n    2 unchanged`. */
export function renderSummary(changes: automation.OpMap, planned: boolean): string {
  const ops = (["create", "update", "delete", "replace"] as const).filter((op) => changes[op] !== undefined);
  const lines = ops.map((op) => `    ${signOf(op)}${changes[op]} ${planned ? `to ${op}` : doneWords[op]}`);
  const same = changes.same ?? 0;
  const total = ops.reduce((sum, op) => sum + (changes[op] ?? 0), 0);
  if (ops.length > 1) lines.push(`    ${total} changes${same > 0 ? `. ${same} unchanged` : ""}`);
  else if (same > 0) lines.push(`    ${same} unchanged`);
  return lines.length === 0 ? "" : `\nResources:\n${lines.join("\n")}\n`;
}

function stackTitle({ project, stack }: { project: string; stack: string }): { qualifiedType: string; name: string } {
  return { qualifiedType: "pulumi:pulumi:Stack", name: `${project}-${stack}` };
}
