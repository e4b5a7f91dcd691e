import diagnosticsChannel from "node:diagnostics_channel";
import { availableParallelism } from "node:os";
import type * as pulumi from "@pulumi/pulumi";
import type * as automation from "@pulumi/pulumi/automation";
import type { ConfigEntries } from "./config";
import { OperationFailed } from "./errors/operation-failed";
import type { OperationOptions } from "./options";
import { renderDetails, renderRow } from "./render/step";
import { renderDiagnostics, renderOutputs, renderSummary, renderTitle, type OperationKind } from "./render/summary";
import { withCallersGlobals } from "./host/provider-globals";
import { deleteLeftovers } from "./run/leftovers";
import { runProgram, type ProgramEnd } from "./run/program";
import { Providers } from "./run/providers";
import { refresh } from "./run/refresh";
import { Registrar } from "./run/registrar";
import { Run } from "./run/run";
import { changeSummary, hasChanges, type Step } from "./run/step";
import { stackType, type ResourceState } from "./state/resource-state";
import { makeUrn } from "./state/urn";

/**
 * The `diagnostics_channel` on which each operation is announced before anything of it runs, as
 * `{ stack, kind }`.
 *
 * For the real engine each operation is a new process of the dynamic-provider host. Here the modules
 * that providers require stay loaded from one to the next. A provider package that keeps connections,
 * lists or credentials for the life of its process subscribes to this channel and lets go of them.
 */
export const operationChannel = "pulumi-desktop-sessions:operation";

/** What {@link operationChannel} says. */
export interface OperationMessage {
  stack: string;
  kind: OperationKind;
}

/** One operation to run. */
export interface OperationRequest {
  kind: OperationKind;
  dryRun: boolean;
  project: string;
  stack: string;
  /** Not run by a refresh or destroy, as with the CLI. */
  program: automation.PulumiFn;
  config: ConfigEntries;
  mocks: pulumi.runtime.Mocks | undefined;
  options: OperationOptions;
}

/** What came of an operation. */
export interface OperationResult {
  changes: automation.OpMap;
  stdout: string;
  /** What the stack's state is afterwards, if this was no preview. */
  states: ResourceState[];
  /** Set when the operation has to be rejected. */
  error?: OperationFailed;
}

/** Runs one operation on `base` and returns what came of it; a failure is in the result, next to what was done. */
export async function operate(request: OperationRequest, base: readonly ResourceState[]): Promise<OperationResult> {
  const { kind, dryRun, project, stack, options } = request;
  diagnosticsChannel.channel(operationChannel).publish({ stack, kind } satisfies OperationMessage);
  const output = new Output(options.onOutput);
  const depths = new Map<string, number>();
  const run = new Run({
    project,
    stack,
    dryRun,
    base: structuredClone(base),
    parallel: options.parallel ?? availableParallelism() * 4,
    providers: new Providers(stack, project, request.config, request.mocks),
    onStep: (step) => output.write(render(step, options.diff === true, dryRun, depths)),
  });
  output.write(renderTitle(kind, stack, dryRun));
  await withCallersGlobals(() => execute(run, request));

  const changes = changeSummary(run.steps);
  const stackUrn = makeUrn(stack, project, undefined, stackType, `${project}-${stack}`);
  const states = run.snapshot.resources();
  if (options.suppressOutputs !== true && kind !== "destroy") {
    const outputsOf = (list: readonly ResourceState[]) => list.find((state) => state.urn === stackUrn)?.outputs;
    output.write(renderOutputs(outputsOf(base), outputsOf(states) ?? {}, dryRun));
  }
  const stderr = new Output(options.onError);
  output.write(renderDiagnostics(run.diagnostics, { project, stack }));
  output.write(renderSummary(changes, dryRun));
  const unexpected = !run.failed && options.expectNoChanges === true && hasChanges(changes);
  if (unexpected) {
    run.report({ severity: "error", message: `no changes were expected for ${kind} but changes were proposed` });
    stderr.write(`error: ${run.diagnostics.at(-1)?.message ?? ""}\n`);
  }
  const failed = run.failed || unexpected;
  const name = `${dryRun ? "preview of the " : ""}${kind} of ${stack}`;
  return { changes, stdout: output.text, states, ...(failed && { error: new OperationFailed(name, run.diagnostics, output.text, stderr.text) }) };
}

async function execute(run: Run, { kind, program, config, options }: OperationRequest): Promise<void> {
  if (kind === "refresh" || options.refresh === true) {
    await refresh(run, kind === "refresh");
    if (kind === "refresh" || run.failed) return;
  }
  const registrar = new Registrar(run);
  const end: ProgramEnd =
    kind === "update" ? await runProgram(run, registrar, program, config) : { outputs: undefined, failures: [] };
  if (!run.isAborted) await deleteLeftovers(run, (state) => registrar.isTakenCareOf(state));
  await run.settled();
  const { stack, project } = run.setup;
  const root = run.snapshot.current(makeUrn(stack, project, undefined, stackType, `${project}-${stack}`));
  // After a failure, an output that is missing may only not have been reached: the old one stays.
  if (root !== undefined && end.outputs !== undefined) root.outputs = run.failed ? { ...root.outputs, ...end.outputs } : end.outputs;
  for (const message of end.failures) run.report({ severity: "error", message });
}

function render(step: Step, details: boolean, planned: boolean, depths: Map<string, number>): string {
  if (!details) return renderRow(step, planned);
  const parent = (step.new ?? step.old)?.parent;
  const depth = parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1;
  depths.set(step.urn, depth);
  return renderDetails(step, depth);
}

/** Text as it comes, to whoever listens, and as a whole. */
class Output {
  text = "";

  constructor(private readonly listener: ((text: string) => void) | undefined) {}

  write(text: string): void {
    if (text === "") return;
    this.text += text;
    this.listener?.(text);
  }
}
