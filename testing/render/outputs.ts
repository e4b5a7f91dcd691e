import type { Step } from "../run/step";
import type { ResourceState } from "../state/resource-state";
import { providerKey, unknownValue, type Properties } from "../wire/properties";
import { diffValues } from "../plan/input-diff";
import { isShown, renderEntries, renderProperty, shownDiffs, widest } from "./value";

/**
 * The outputs of a resource that are not what its inputs are and that changed, below a headline; empty
 * where there are none. A preview knows them of a refresh and of what is read.
 */
export function renderResourceOutputs(step: Step, depth: number, planned: boolean): string {
  if (planned && step.op !== "refresh" && step.op !== "read") return "";
  if ((step.old?.initErrors ?? []).length > 0) return "";
  const [olds, news] = [step.old?.outputs, step.new?.outputs ?? {}];
  const ins = step.op === "refresh" ? {} : (step.new?.inputs ?? {});
  const isOwn = (key: string) => !(key in ins) || diffValues(ins[key], news[key]).kind !== "same";
  const text = olds === undefined ? renderNew(news, depth, isOwn) : renderChanged(olds, news, depth, isOwn);
  return text === "" ? "" : `${"    ".repeat(depth)}--outputs:--\n${text}`;
}

/** The stack outputs: what they were and are (a preview: what changes); without signs where there were none before. */
export function renderStackOutputs(before: ResourceState | undefined, after: ResourceState | undefined, planned: boolean): string {
  const news = after?.outputs ?? {};
  if (before === undefined) return renderNew(news, 1, () => true);
  // What a preview cannot know yet is no change that it could announce.
  const diffs = shownDiffs(before.outputs, news).filter(([, diff]) => !planned || diff.kind !== "update" || diff.value !== unknownValue);
  const width = widest(diffs.map(([key]) => key));
  return renderEntries(planned ? diffs.filter(([, { kind }]) => kind !== "same") : diffs, 1, width);
}

function renderNew(outputs: Properties, depth: number, isOwn: (key: string) => boolean): string {
  const keys = Object.keys(outputs).sort();
  const shown = keys.filter((key) => key !== providerKey && isShown(outputs[key]) && isOwn(key));
  return shown.map((key) => renderProperty(key.padEnd(widest(keys)), outputs[key], { depth })).join("");
}

function renderChanged(olds: Properties, news: Properties, depth: number, isOwn: (key: string) => boolean): string {
  const diffs = shownDiffs(olds, news);
  const width = widest(diffs.map(([key]) => key));
  return renderEntries(diffs.filter(([key, { kind }]) => kind !== "same" && isOwn(key)), depth, width);
}
