import type * as automation from "@pulumi/pulumi/automation";
import { signOf } from "./step";

/** The kinds of operation, as a summary names them. */
export type OperationKind = "update" | "refresh" | "destroy";

const titles: Record<OperationKind, [planned: string, done: string]> = {
  update: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
};

/** @param details - whether the steps follow in detail, which stand right below it */
export function renderTitle(kind: OperationKind, stack: string, planned: boolean, details: boolean): string {
  return `${titles[kind][planned ? 0 : 1]} (${stack}):\n${details ? "" : "\n"}`;
}

const doneWords: Partial<Record<automation.OpType, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** What an operation came to. */
export interface Outcome {
  changes: automation.OpMap;
  /** How many resources something went wrong with. */
  errored: number;
  planned: boolean;
  /** In milliseconds. A preview does not tell. */
  duration: number;
}

/** How much of what happened: `    ~ 1 updated\n    2 unchanged`, and how long it took, in seconds that have begun. */
export function renderSummary({ changes, errored, planned, duration }: Outcome): string {
  const ops = (["create", "update", "delete", "replace"] as const).filter((op) => changes[op] !== undefined);
  const lines = ops.map((op) => `    ${signOf(op)}${changes[op]} ${planned ? `to ${op}` : doneWords[op]}`);
  const same = changes.same ?? 0;
  const total = ops.reduce((sum, op) => sum + (changes[op] ?? 0), 0);
  if (ops.length > 1) lines.push(`    ${total} changes${same > 0 ? `. ${same} unchanged` : ""}`);
  else if (same > 0) lines.push(`    ${same} unchanged`);
  if (errored > 0) lines.push(`    ${errored} errored`);
  const resources = ["Resources:", ...lines].map((line) => `${line}\n`).join("");
  return planned ? resources : `${resources}\nDuration: ${renderSeconds(Math.ceil(duration / 1000))}\n`;
}

/** As Go writes them: `59s`, `1m0s`, `1h0m0s`. */
function renderSeconds(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}h` : ""}${seconds >= 60 ? `${minutes}m` : ""}${seconds % 60}s`;
}
