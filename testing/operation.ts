import diagnosticsChannel from "node:diagnostics_channel";
import { availableParallelism } from "node:os";
import type * as pulumi from "@pulumi/pulumi";
import type * as automation from "@pulumi/pulumi/automation";
import type { ConfigEntries } from "./config";
import { OperationFailed } from "./errors/operation-failed";
import type { OperationOptions } from "./options";
import { Report } from "./render/report";
import type { OperationKind } from "./render/summary";
import { withEars } from "./host/provider-output";
import { withCallersGlobals } from "./host/provider-globals";
import { deleteLeftovers } from "./run/leftovers";
import { runProgram, type ProgramEnd } from "./run/program";
import { Providers } from "./run/providers";
import { refresh } from "./run/refresh";
import { Registrar } from "./run/registrar";
import { Run } from "./run/run";
import { changeSummary, hasChanges } from "./run/step";
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
  stderr: string;
  /** What the stack's state is afterwards, if this was no preview. */
  states: ResourceState[];
  /** Set when the operation has to be rejected. */
  error?: OperationFailed;
}

/** Runs one operation on `base` and returns what came of it; a failure is in the result, next to what was done. */
export async function operate(request: OperationRequest, base: readonly ResourceState[]): Promise<OperationResult> {
  const { kind, dryRun, project, stack, options } = request;
  diagnosticsChannel.channel(operationChannel).publish({ stack, kind } satisfies OperationMessage);
  const started = performance.now();
  const report = new Report(kind, { project, stack, dryRun, options });
  const run: Run = new Run({
    project,
    stack,
    dryRun,
    base: structuredClone(base),
    parallel: options.parallel ?? availableParallelism() * 4,
    providers: new Providers(stack, project, request.config, request.mocks, (message) => { run.report({ severity: "info", message }); }),
    onStep: (step) => report.step(step),
  });
  await withEars(() => withCallersGlobals(() => execute(run, request)));
  if (run.steps.some(({ failure }) => failure !== undefined)) run.report({ severity: "error", message: dryRun ? "preview failed" : "update failed" });

  const changes = changeSummary(run.steps);
  const states = run.snapshot.resources();
  const unexpected = !run.failed && options.expectNoChanges === true && hasChanges(changes);
  report.end({ base, states, steps: run.steps, diagnostics: run.diagnostics, changes, duration: performance.now() - started });
  if (unexpected) {
    run.report({ severity: "error", message: `no changes were expected for ${kind} but changes were proposed` });
    report.unexpected(run.diagnostics.at(-1)?.message ?? "");
  }
  const { stdout, stderr } = report;
  const name = `${dryRun ? "preview of the " : ""}${kind} of ${stack}`;
  const error = run.failed ? new OperationFailed(name, run.diagnostics, stdout, stderr) : undefined;
  return { changes, stdout, stderr, states, ...(error && { error }) };
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
