import type * as automation from "@pulumi/pulumi/automation";
import { StackConfig } from "./config";
import { operate, type OperationResult } from "./operation";
import { checkOptions } from "./options";
import { checkThread } from "./main-thread";
import { inTurn } from "./queue";
import type { OperationKind } from "./render/summary";
import { exportDeployment, importDeployment, type StackIdentity } from "./state/deployment";
import { stackType, type ResourceState } from "./state/resource-state";
import { checkArgs, type TestStackArgs } from "./test-stack-args";
import { UnsupportedMethods } from "./unsupported-methods";
import { isSecret, revealed } from "./wire/secret";

/**
 * A Pulumi stack that lives in this process: the methods and result shapes of the Automation API's
 * `Stack`, without the CLI. Made by {@link createTestStack}.
 */
export class TestStack extends UnsupportedMethods {
  /** The name of the stack, without organization and project. */
  readonly name: string;
  private readonly config: StackConfig;
  private readonly past: automation.UpdateSummary[] = [];
  private states: ResourceState[] = [];

  private constructor(private readonly args: TestStackArgs) {
    super();
    this.name = args.stackName;
    this.config = new StackConfig(args.projectName);
    this.config.set(args.config ?? {});
  }

  /** What {@link createTestStack} calls. */
  static async create(args: TestStackArgs): Promise<TestStack> {
    checkThread();
    checkArgs(args);
    const stack = new TestStack(args);
    if (args.state !== undefined) await stack.importStack(args.state);
    return stack;
  }

  /**
   * Makes the resources what the program says.
   *
   * @throws {@link OperationFailed} what was done before is in the state
   */
  async up(options: automation.UpOptions = {}): Promise<automation.UpResult> {
    const result = await this.run("update", options);
    return { ...result, outputs: await this.outputs() };
  }

  /** Tells what `up` would do. */
  async preview(options: automation.PreviewOptions = {}): Promise<automation.PreviewResult> {
    return this.dryRun("update", options);
  }

  /** Reads every resource, and makes what was read the state. */
  async refresh(options: automation.RefreshOptions = {}): Promise<automation.RefreshResult> {
    const result = await this.run("refresh", options);
    return result;
  }

  /** Tells what `refresh` would find. */
  async previewRefresh(options: automation.RefreshOptions = {}): Promise<automation.PreviewResult> {
    return this.dryRun("refresh", options);
  }

  /** Deletes every resource, whatever depends on another before that; with `remove`, the configuration too. */
  async destroy(options: automation.DestroyOptions = {}): Promise<automation.DestroyResult> {
    const result = await this.run("destroy", options);
    if (options.remove === true) this.config.clear();
    return result;
  }

  /** Tells what `destroy` would delete. */
  async previewDestroy(options: automation.DestroyOptions = {}): Promise<automation.PreviewResult> {
    return this.dryRun("destroy", options);
  }

  /**
   * One value of the configuration.
   *
   * @param key - one of the project's where it has no namespace (`namespace:key`)
   * @param path - refused when it is `true`: keys are taken as they are
   * @throws when the key is not set
   */
  getConfig(key: string, path?: boolean): Promise<automation.ConfigValue> {
    return attempt(() => this.config.get(key, path));
  }

  /** All of the configuration under full keys (`namespace:key`), secrets in clear and marked. */
  getAllConfig(): Promise<automation.ConfigMap> {
    return attempt(() => this.config.asMap());
  }

  /**
   * Sets one value of the configuration, for the operations that begin after it.
   *
   * @param key - one of the project's where it has no namespace (`namespace:key`)
   * @param path - refused when it is `true`: keys are taken as they are
   * @throws TypeError when the value is not a string
   */
  setConfig(key: string, value: automation.ConfigValue, path?: boolean): Promise<void> {
    return attempt(() => this.config.set({ [key]: value }, path));
  }

  /** Sets these values as {@link setConfig} does; others stay. */
  setAllConfig(config: automation.ConfigMap, path?: boolean): Promise<void> {
    return attempt(() => this.config.set(config, path));
  }

  /** Removes one value of the configuration. A key that is not set is no error. */
  removeConfig(key: string, path?: boolean): Promise<void> {
    return attempt(() => this.config.remove([key], path));
  }

  /** Removes the values under these keys; others stay. */
  removeAllConfig(keys: string[], path?: boolean): Promise<void> {
    return attempt(() => this.config.remove(keys, path));
  }

  /** The stack outputs of the last `up`. A secret comes in clear, and is marked. */
  outputs(): Promise<automation.OutputMap> {
    const outputs = this.states.find((state) => state.type === stackType)?.outputs ?? {};
    const entries = Object.entries(outputs).map(([key, value]) => [key, { value: revealed(value), secret: isSecret(value) }]);
    return Promise.resolve(Object.fromEntries(entries) as automation.OutputMap);
  }

  /** What was done to this stack, the last first. */
  history(pageSize = this.past.length, page = 1): Promise<automation.UpdateSummary[]> {
    return Promise.resolve([...this.past].reverse().slice(pageSize * (page - 1), pageSize * page));
  }

  /** The last thing that was done to this stack. */
  info(): Promise<automation.UpdateSummary | undefined> {
    return Promise.resolve(this.past.at(-1));
  }

  /**
   * The state as `pulumi stack export` prints it, which `pulumi stack import` takes. Secrets are
   * encrypted with the passphrase, where the Automation API's `exportStack` has them in clear.
   *
   * @throws when there are secrets and no passphrase
   */
  exportStack(): Promise<automation.Deployment> {
    return exportDeployment(this.states, this.identity());
  }

  /** Takes the place of the state. Takes what the CLI exports, with `--show-secrets` or without. */
  async importStack(state: automation.Deployment): Promise<void> {
    this.states = await importDeployment(state, this.identity());
  }

  private identity(): StackIdentity {
    const { projectName: project, stackName: stack, passphrase = process.env["PULUMI_CONFIG_PASSPHRASE"] } = this.args;
    return { stack, project, passphrase };
  }

  private async dryRun(kind: OperationKind, options: object): Promise<automation.PreviewResult> {
    const result = await this.operate(kind, options, true);
    if (result.error !== undefined) throw result.error;
    return { stdout: result.stdout, stderr: result.stderr, changeSummary: result.changes };
  }

  private async run(kind: OperationKind, options: object): Promise<automation.RefreshResult> {
    const { previewOnly } = options as { previewOnly?: boolean };
    if (previewOnly === true) {
      const { stdout, stderr } = await this.dryRun(kind, options);
      // As with the Automation API, a preview leaves no summary: it gives that of the last operation.
      return { stdout, stderr, summary: this.past.at(-1)! };
    }
    const startTime = new Date();
    const result = await this.operate(kind, options, false);
    const summary: automation.UpdateSummary = {
      kind,
      startTime,
      message: (options as automation.UpOptions).message ?? "",
      environment: {},
      config: this.config.asMap(),
      result: result.error === undefined || onlyUnexpected(result) ? "succeeded" : "failed",
      endTime: new Date(),
      // Zero, as with every backend that is not Pulumi's service.
      version: 0,
      resourceChanges: result.changes,
    };
    this.past.push(summary);
    if (result.error !== undefined) throw result.error;
    return { stdout: result.stdout, stderr: result.stderr, summary };
  }

  private async operate(kind: OperationKind, asked: object, dryRun: boolean): Promise<OperationResult> {
    const options = checkOptions(asked);
    const { projectName: project, stackName: stack, mocks } = this.args;
    return inTurn(async () => {
      const program = options.program ?? this.args.program;
      const request = { kind, dryRun, project, stack, program, config: this.config.entries, mocks, options };
      const result = await operate(request, this.states);
      if (!dryRun) this.states = result.states;
      return result;
    });
  }
}

/** The operation itself went well; only that it changed something was not expected. */
function onlyUnexpected({ error }: OperationResult): boolean {
  return error?.diagnostics.length === 1 && error.diagnostics[0]?.message.startsWith("no changes were expected") === true;
}

async function attempt<T>(act: () => T): Promise<T> {
  return Promise.resolve(act());
}
