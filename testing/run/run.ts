import { isDefaultProvider, type ResourceState } from "../state/resource-state";
import { Snapshot } from "../state/snapshot";
import { isSecret, makeSecret } from "../wire/secret";
import { providerGlobals } from "../host/provider-globals";
import type { Diagnostic } from "../errors/diagnostic";
import type { Providers } from "./providers";
import type { Step } from "./step";

/** What an operation is run with. */
export interface RunSetup {
  project: string;
  stack: string;
  /** A preview: providers are asked, but nothing is created, updated or deleted. */
  dryRun: boolean;
  /** How many steps may be under way at once. */
  parallel: number;
  base: readonly ResourceState[];
  providers: Providers;
  onStep: (step: Step) => void;
}

/** One operation under way: what it has done so far, and whether it may go on. */
export class Run {
  readonly snapshot: Snapshot;
  readonly steps: Step[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Resolves when something failed so that no further step may begin. */
  readonly aborted: Promise<void>;
  isAborted = false;

  private signalAbort!: () => void;
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(readonly setup: RunSetup) {
    this.snapshot = new Snapshot(setup.base);
    this.free = setup.parallel;
    this.aborted = new Promise((resolve) => (this.signalAbort = resolve));
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === "error");
  }

  get providers(): Providers {
    return this.setup.providers;
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  /** Reports an error and lets no further step begin. Steps under way are waited for and recorded. */
  abort(diagnostic: Omit<Diagnostic, "severity">): void {
    this.report({ severity: "error", ...diagnostic });
    this.stop();
  }

  /** Records a step that was tried in vain, and why; whether others may begin is up to the caller. */
  fail(step: Step, reason: string): void {
    const failure = this.setup.dryRun ? `Preview failed: ${reason}` : reason;
    this.report({ severity: "error", urn: step.urn, message: failure });
    this.record({ ...step, failure });
  }

  /** Lets no further step begin. */
  stop(): void {
    this.isAborted = true;
    this.signalAbort();
  }

  record(step: Step): void {
    if (isDefaultProvider(step)) return;
    this.steps.push(step);
    this.setup.onStep(step);
  }

  /** Runs one step as soon as a place is free. Once aborted it never runs, and the promise stays open. */
  async work<T>(step: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
    if (this.isAborted) {
      this.release();
      return new Promise<T>(() => undefined);
    }
    const working = step().finally(() => this.release());
    const settled: Promise<unknown> = working.then(
      () => this.underWay.delete(settled),
      () => this.underWay.delete(settled),
    );
    this.underWay.add(settled);
    return working;
  }

  /** Waits until no step is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}

/** Marks the outputs that have to be secret: those named so, and those whose input of the same name is. */
export function withSecretOutputs(state: ResourceState): ResourceState {
  const named = new Set(state.additionalSecretOutputs ?? []);
  const outputs = Object.entries(state.outputs).map(([key, value]) => {
    return [key, named.has(key) || isSecret(state.inputs[key]) ? makeSecret(value) : value];
  });
  state.outputs = Object.fromEntries(outputs) as ResourceState["outputs"];
  return state;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

/** Also an error from outside of the `vm` context that a test runner may run us in: it is no instance of our Error. */
export function isError(error: unknown): error is Error {
  return error instanceof Error || error instanceof providerGlobals.Error;
}
