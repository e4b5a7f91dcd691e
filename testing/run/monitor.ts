import type * as pulumi from "@pulumi/pulumi";
import { UnsupportedByTestStack } from "../errors/unsupported-by-test-stack";
import { isProviderType, stackType, type ResourceState } from "../state/resource-state";
import { makeUrn } from "../state/urn";
import { someValue, unknownValue, type Properties } from "../wire/properties";
import { revealed } from "../wire/secret";
import { acrossTheWire, structOf } from "../wire/struct";
import type { Registrar } from "./registrar";
import { goalOf, type RegisterResourceRequest } from "./registration";
import { messageOf, type Run } from "./run";

type Callback = (error: Error | null, response?: unknown) => void;

interface ReadResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getId(): string;
  getProvider(): string;
  getProperties(): { toJavaScript(): Properties } | undefined;
}

/** The methods of Pulumi's `MockMonitor` that are replaced: the mock answers, this one acts. */
export interface MonitorMethods {
  registerResource(request: RegisterResourceRequest, callback: Callback): void;
  registerResourceOutputs(request: { getUrn(): string; getOutputs(): { toJavaScript(): Properties } | undefined }, callback: Callback): void;
  readResource(request: ReadResourceRequest, callback: Callback): void;
}

/** What a program says to the engine, acted upon by the run it belongs to. */
export class Monitor {
  /** What the program returned, once it has. */
  stackOutputs: Properties | undefined;

  constructor(
    private readonly run: Run,
    private readonly registrar: Registrar,
  ) {}

  /** The answers to invokes of functions: the caller's mocks, or a refusal by name. */
  get mocks(): pulumi.runtime.Mocks {
    const given = this.run.providers.mocks;
    return {
      call: (args) => given?.call(args) ?? this.refuse(`the function ${args.token}`, "it is served by a plugin"),
      newResource: (args) => this.refuse(`the resource ${args.name}`, "it was registered in a way that is not known"),
    };
  }

  get methods(): MonitorMethods & Record<string, (request: never, callback: Callback) => void> {
    const refused = (feature: string) => () => void this.refuse(feature, "only the real engine does that");
    return {
      registerResource: (request: RegisterResourceRequest, callback) => void this.answer(callback, () => this.register(request)),
      registerResourceOutputs: (request: Parameters<MonitorMethods["registerResourceOutputs"]>[0], callback) => {
        const outputs = request.getOutputs()?.toJavaScript() ?? {};
        const state = this.run.snapshot.current(request.getUrn());
        const unknown = this.run.setup.dryRun ? undefined : Object.keys(outputs).find((key) => containsUnknown(outputs[key]));
        if (unknown !== undefined) {
          this.run.abort({ message: leftFromBefore(unknown) });
          return;
        }
        if (state?.type === stackType) this.stackOutputs = outputs;
        else if (state !== undefined) state.outputs = outputs;
        callback(null, {});
      },
      readResource: (request: ReadResourceRequest, callback) => void this.answer(callback, () => this.read(request)),
      registerStackTransform: refused("stack transforms"),
      registerStackInvokeTransform: refused("invoke transforms"),
      registerResourceHook: refused("resource hooks"),
      registerErrorHook: refused("error hooks"),
      registerPackage: refused("parameterized packages"),
    };
  }

  /** A failed request ends the operation: it is reported, and the program never hears of it. */
  private async answer(callback: Callback, act: () => Promise<unknown>): Promise<void> {
    try {
      callback(null, await act());
    } catch (error) {
      this.run.abort({ message: messageOf(error) });
    }
  }

  private async register(request: RegisterResourceRequest): Promise<unknown> {
    if (isProviderType(request.getType())) {
      throw new UnsupportedByTestStack(`the provider resource ${request.getName()}`, "it would start a plugin");
    }
    const state = await this.registrar.register(goalOf(request));
    // The outputs of a component are what it registers, not what an earlier run did.
    return response(state, state.custom ? state.outputs : {});
  }

  private async read(request: ReadResourceRequest): Promise<unknown> {
    const { mocks } = this.run.providers;
    if (mocks === undefined) {
      throw new UnsupportedByTestStack(
        `reading ${request.getName()} of type ${request.getType()}`,
        "its provider is a plugin, or another stack",
        "Pass `mocks` to createTestStack, or use the Pulumi CLI.",
      );
    }
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const inputs = request.getProperties()?.toJavaScript() ?? {};
    const found = await mocks.newResource({ type, name, inputs, custom: true, id: request.getId(), provider: request.getProvider() });
    const { stack, project } = this.run.setup;
    const urn = makeUrn(stack, project, parent, type, name);
    const state: ResourceState = {
      urn,
      custom: true,
      external: true,
      type,
      id: found.id ?? request.getId(),
      inputs,
      outputs: acrossTheWire(found.state as Properties),
      provider: this.run.providers.reference(type, this.run.snapshot),
      ...(parent !== "" && { parent }),
    };
    this.registrar.take(state);
    return response(state, state.outputs);
  }

  private refuse(feature: string, reason: string): Promise<never> {
    this.run.abort({ message: new UnsupportedByTestStack(feature, reason).message });
    return new Promise(() => undefined);
  }
}

function containsUnknown(value: unknown): boolean {
  return someValue(revealed(value), (leaf) => leaf === unknownValue);
}

/** Pulumi's engine goes on, and the value that stands for "unknown" becomes the output's. */
function leftFromBefore(output: string): string {
  return (
    `The output \`${output}\` is unknown, although this is no preview: it belongs to a resource that an earlier operation registered, a preview. ` +
    'A module runs only when it is loaded first, so `() => import("./index")` makes its resources only once. ' +
    "Let the program be a function that makes the resources, or have the modules loaded anew before each operation " +
    "(`vi.resetModules()` in vitest, `jest.resetModules()` in jest)."
  );
}

/** As much of the generated response message as the SDK asks for. */
function response(state: ResourceState, outputs: Properties): Record<string, () => unknown> {
  const struct = structOf(outputs);
  return {
    getUrn: () => state.urn,
    getId: () => state.id ?? "",
    getObject: () => struct,
    getProperties: () => struct,
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
    getUnknown: () => false,
  };
}
