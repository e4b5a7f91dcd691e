import type * as automation from "@pulumi/pulumi/automation";
import type { Diagnostic } from "../errors/diagnostic";
import type { OperationOptions } from "../options";
import type { Step } from "../run/step";
import { stackType, type ResourceState } from "../state/resource-state";
import { makeUrn } from "../state/urn";
import { byUrn, renderDiagnostic, renderDiagnostics } from "./diagnostics";
import { renderStackOutputs } from "./outputs";
import { isShownInDetail, renderDetails, renderDiagnosticRow, renderRow } from "./step";
import { renderSummary, renderTitle, type OperationKind } from "./summary";

interface Subject {
  project: string;
  stack: string;
  dryRun: boolean;
  options: OperationOptions;
}

/** What is known when an operation is through. */
interface End {
  base: readonly ResourceState[];
  states: readonly ResourceState[];
  steps: readonly Step[];
  diagnostics: readonly Diagnostic[];
  changes: automation.OpMap;
  /** In milliseconds. */
  duration: number;
}

/**
 * What one operation prints, as it comes and as a whole: one row per step and then what there is to say
 * (the CLI's progress view), or each step in detail, with diagnostics on stderr (its `--diff` view).
 */
export class Report {
  stdout = "";
  stderr = "";
  private readonly seen = new Map<string, Step>();
  private readonly stackUrn: string;

  constructor(
    kind: OperationKind,
    private readonly subject: Subject,
  ) {
    const { project, stack, dryRun } = subject;
    this.stackUrn = makeUrn(stack, project, undefined, stackType, `${project}-${stack}`);
    this.write(renderTitle(kind, stack, dryRun, this.details));
  }

  step(step: Step): void {
    const { dryRun } = this.subject;
    this.seen.set(step.urn, step);
    this.write(this.details ? renderDetails(step, this.depthOf(step), dryRun, !this.withOutputs) : renderRow(step, dryRun));
  }

  end({ base, states, steps, diagnostics: all, changes, duration }: End): void {
    const { dryRun } = this.subject;
    const diagnostics = this.details ? all : all.filter(({ ephemeral }) => ephemeral !== true);
    const failed = steps.filter(({ failure }) => failure !== undefined);
    const about = byUrn(diagnostics, this.stackUrn);
    const errored = [...about.values()].filter((own) => own.some(({ severity }) => severity === "error")).length;
    const outputs = this.withOutputs ? this.outputs(base, states) : "";
    if (this.details) {
      for (const diagnostic of diagnostics) this.writeError(`${renderDiagnostic(diagnostic)}\n`);
      if (outputs !== "") this.write(`    --outputs:--\n${outputs}`);
    } else {
      for (const [urn, own] of about) {
        if (failed.some((step) => step.urn === urn)) continue;
        this.write(renderDiagnosticRow(urn, this.seen.get(urn), own, dryRun));
      }
      this.write(renderDiagnostics(diagnostics, this.stackUrn));
      if (outputs !== "") this.write(`Outputs:\n${outputs}\n`);
    }
    this.write(renderSummary({ changes, errored: this.details ? failed.length : errored, planned: dryRun, duration }));
  }

  /** The operation was to change nothing, and did. */
  unexpected(message: string): void {
    this.writeError(`error: ${message}\n`);
  }

  private get details(): boolean {
    return this.subject.options.diff === true;
  }

  private get withOutputs(): boolean {
    return this.subject.options.suppressOutputs !== true;
  }

  /** The outputs of the stack, if it had a part in this. */
  private outputs(base: readonly ResourceState[], states: readonly ResourceState[]): string {
    if (!this.seen.has(this.stackUrn)) return "";
    const ofStack = (list: readonly ResourceState[]) => list.find(({ urn }) => urn === this.stackUrn);
    return renderStackOutputs(ofStack(base), ofStack(states), this.subject.dryRun);
  }

  /** One more than that of the nearest parent that is shown; a parent that comes later, as with deletions, does not count. */
  private depthOf(step: Step): number {
    let depth = 0;
    let above = this.seen.get((step.new ?? step.old)?.parent ?? "");
    while (above !== undefined) {
      if (isShownInDetail(above)) depth++;
      above = this.seen.get((above.new ?? above.old)?.parent ?? "");
    }
    return depth;
  }

  private write(text: string): void {
    if (text === "") return;
    this.stdout += text;
    this.subject.options.onOutput?.(text);
  }

  private writeError(text: string): void {
    this.stderr += text;
    this.subject.options.onError?.(text);
  }
}
