import diagnosticsChannel from "node:diagnostics_channel";
import * as pulumi from "@pulumi/pulumi";
import { Stack } from "@pulumi/pulumi/automation";
import type * as automation from "@pulumi/pulumi/automation";
import { afterEach, describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { createTestStack, operationChannel, OperationFailed, UnsupportedByTestStack, type TestStack } from "../../testing";
import { Lamp } from "../engine/lamp";
import { LampWorld } from "../engine/lamp-world";

const world = new LampWorld();
const w = { world: world.file };
afterEach(() => world.calls());

class Provider extends pulumi.ProviderResource {
  constructor() {
    super("animals", "mine");
  }
}

class Cat extends pulumi.CustomResource {
  declare readonly fur: pulumi.Output<boolean>;

  constructor(colour: string) {
    super("animals:index:Cat", "cat", { colour, fur: undefined });
  }
}

function makeStack(program: automation.PulumiFn, more: Partial<Parameters<typeof createTestStack>[0]> = {}): Promise<TestStack> {
  return createTestStack({ projectName: "lamps", stackName: "unit", program, ...more });
}

test("a test stack can stand in for the Automation API's", () => {
  expectTypeOf<TestStack>().toExtend<Pick<automation.Stack, keyof TestStack & keyof automation.Stack>>();
  expectTypeOf<Exclude<keyof automation.Stack, keyof TestStack>>().toBeNever();
});

/** The methods of the Automation API's `Stack` in the installed version, the private ones left out. */
const methods = Object.getOwnPropertyNames(Stack.prototype).filter(
  (name) => !["constructor", "run", "setupEventLog", "readLines", "checkInlineSupport", "createBaseOptions", "runPulumiCmd", "isRemote", "remoteArgs"].includes(name),
);
/** What else there is, tests below have run. */
const supported = [
  ...["up", "preview", "refresh", "previewRefresh", "destroy", "previewDestroy", "outputs", "history", "info", "exportStack", "importStack"],
  ...["getConfig", "getAllConfig", "setConfig", "setAllConfig", "removeConfig", "removeAllConfig"],
];

test("what the Automation API's Stack can do besides is refused by name", async () => {
  const stack = (await makeStack(async () => undefined)) as unknown as Record<string, () => Promise<unknown>>;
  const others = methods.filter((name) => !supported.includes(name));
  expect(others).toContain("cancel");
  for (const name of others) await expect(stack[name]?.(), name).rejects.toThrow(`does not support \`${name}\``);
  expect(() => stack["workspace"]).toThrow(UnsupportedByTestStack);
});

test.each<[object, string]>([
  [{}, "`projectName` is missing"],
  [{ projectName: "p", stackName: "" }, '`stackName` cannot be "". Say the name of the stack.'],
  [{ projectName: "p", stackName: "s", program: "index.ts" }, '`program` cannot be "index.ts"'],
  [{ projectName: "p", stackName: "s", workDir: "." }, "`workDir` is not known to createTestStack. It takes projectName, stackName, program, config, state, passphrase, mocks."],
  [{ projectName: "p", stackName: "s", program: () => undefined, config: { a: "1" } }, `the configuration key 'a' to "1": say { value`],
])("arguments that do not fit are refused: %#", async (args, message) => {
  await expect(createTestStack(args as never)).rejects.toThrow(message);
});

describe("what it cannot do, it refuses by name", () => {
  test.each([
    ["target", { target: ["urn"] }],
    ["exclude", { exclude: ["urn"] }],
    ["replace", { replace: ["urn"] }],
    ["continueOnError", { continueOnError: true }],
    ["plan", { plan: "plan.json" }],
    ["policyPacks", { policyPacks: ["pack"] }],
    ["onEvent", { onEvent: () => undefined }],
    ["runProgram", { runProgram: true }],
    ["signal", { signal: new AbortController().signal }],
    ["color", { color: "always" }],
  ] satisfies [string, automation.UpOptions][])("the option %s", async (name, options) => {
    const stack = await makeStack(async () => undefined);
    await expect(stack.up(options)).rejects.toThrow(UnsupportedByTestStack);
    await expect(stack.up(options)).rejects.toThrow(`\`${name}`);
  });

  test.each<[string, () => unknown]>([
    ["resource cat of type animals:index:Cat", () => new Cat("grey")],
    ["reading other of type pulumi:pulumi:StackReference", () => new pulumi.StackReference("other")],
    ["the function animals:index:feed", () => pulumi.runtime.invoke("animals:index:feed", {})],
    ["the provider resource mine", () => new Provider()],
    ["`import` (of lamp)", () => new Lamp("lamp", w, { import: "lamp-1" })],
    ["`hideDiffs` (of lamp)", () => new Lamp("lamp", w, { hideDiffs: ["brightness"] })],
    ["an asset or archive", () => new Lamp("lamp", { ...w, label: new pulumi.asset.StringAsset("x") as never })],
    ["the remote component", () => new pulumi.ComponentResource("animals:index:Zoo", "zoo", {}, {}, true)],
  ])("%s", async (name, make) => {
    const stack = await makeStack(async () => {
      make();
      return Promise.resolve({});
    });
    const failure = stack.up();
    await expect(failure).rejects.toThrow(OperationFailed);
    await expect(failure).rejects.toThrow(name);
  });

  test("an operation inside the program of another", async () => {
    const inner = await makeStack(async () => undefined);
    const outer = await makeStack(() => inner.up());
    await expect(outer.up()).rejects.toThrow("an operation inside another's program");
  });

  test("a path of a configuration key", async () => {
    const stack = await makeStack(async () => undefined);
    await expect(stack.setConfig("a.b", { value: "1" }, true)).rejects.toThrow("`path`");
  });
});

test("mocks answer for what is not dynamic, and it is kept in the state", async () => {
  let colour = "grey";
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, id, inputs }) => ({ id: id === "" || id === undefined ? `${name}-1` : id, state: { ...(inputs as object), fur: true, outputs: { host: "h" } } }),
    call: ({ inputs }) => ({ fed: (inputs as { food: string }).food }),
  };
  const stack = await makeStack(
    async () => {
      const cat = new Cat(colour);
      const other = new pulumi.StackReference("other");
      const { fed } = (await pulumi.runtime.invoke("animals:index:feed", { food: "fish" })) as { fed: string };
      return { fur: cat.fur, host: other.getOutput("host"), fed };
    },
    { mocks },
  );
  const { outputs, summary } = await stack.up();
  expect(outputs).toMatchObject({ fur: { value: true }, host: { value: "h" }, fed: { value: "fish" } });
  expect(summary.resourceChanges).toEqual({ create: 2 });
  expect((await stack.up({ refresh: true })).summary.resourceChanges).toEqual({ same: 2 });
  colour = "red";
  expect((await stack.up()).summary.resourceChanges).toEqual({ same: 1, update: 1 });
});

test("two stacks at the same time do not disturb each other, nor what the process had before", async () => {
  const before = { project: pulumi.getProject(), handlers: process.listeners("unhandledRejection") };
  const run = async (name: string) => {
    const stack = await createTestStack({
      projectName: `project-${name}`,
      stackName: name,
      config: { who: { value: name } },
      program: async () => {
        const lamp = new Lamp(name, w);
        await new Promise((resolve) => setImmediate(resolve));
        return { said: `${pulumi.getProject()} ${pulumi.getStack()} ${new pulumi.Config().require("who")}`, urn: lamp.urn };
      },
    });
    const { outputs } = await stack.up();
    return [outputs["said"]?.value, outputs["urn"]?.value] as unknown[];
  };
  const [one, two] = await Promise.all([run("one"), run("two")]);
  expect(one).toEqual(["project-one one one", "urn:pulumi:one::project-one::pulumi-nodejs:dynamic/test:Lamp::one"]);
  expect(two).toEqual(["project-two two two", "urn:pulumi:two::project-two::pulumi-nodejs:dynamic/test:Lamp::two"]);
  expect({ project: pulumi.getProject(), handlers: process.listeners("unhandledRejection") }).toEqual(before);
});

test("each operation is announced, so that a provider package can let go of what it holds", async () => {
  const heard: unknown[] = [];
  const listen = (message: unknown) => heard.push(message);
  diagnosticsChannel.subscribe(operationChannel, listen);
  onTestFinished(() => void diagnosticsChannel.unsubscribe(operationChannel, listen));
  const stack = await makeStack(async () => undefined);
  await stack.preview();
  await stack.up();
  await stack.refresh();
  await stack.destroy();
  expect(operationChannel).toBe("pulumi-desktop-sessions:operation");
  expect(heard).toEqual(["update", "update", "refresh", "destroy"].map((kind) => ({ stack: "unit", kind })));
});

test("an error that nobody awaited fails the program that it came from", async () => {
  const lost = () => {
    throw new Error("lost in an apply");
  };
  const stack = await makeStack(() => {
    new Lamp("lamp", { ...w, label: pulumi.output("x").apply<string>(lost) });
    return Promise.resolve({});
  });
  const failure = stack.up();
  await expect(failure).rejects.toThrow("lost in an apply");
  await expect(failure).rejects.toHaveProperty("diagnostics.length", 1);
});

test("the output comes while it is made, and is what the result has", async () => {
  const stack = await makeStack(() => Promise.resolve({ urn: new Lamp("lamp", w).urn }));
  const heard: string[] = [];
  const { stdout } = await stack.up({ onOutput: (text) => heard.push(text) });
  expect(heard.join("")).toBe(stdout);
  expect(heard.length).toBeGreaterThan(2);
});

test("configuration is kept under full keys", async () => {
  const stack = await makeStack(async () => undefined, { config: { a: { value: "1" } } });
  await stack.setAllConfig({ "other:b": { value: "2", secret: true }, c: { value: "3" } });
  await stack.removeConfig("c");
  expect(await stack.getAllConfig()).toEqual({ "lamps:a": { value: "1", secret: false }, "other:b": { value: "2", secret: true } });
  expect(await stack.getConfig("a")).toEqual({ value: "1", secret: false });
  await expect(stack.getConfig("c")).rejects.toThrow("'c' not found");
});

test("the history tells what was done, the last first", async () => {
  const stack = await makeStack(async () => undefined);
  expect(await stack.info()).toBeUndefined();
  await stack.up({ message: "first" });
  await stack.destroy();
  expect((await stack.history()).map(({ kind, message }) => [kind, message])).toEqual([["destroy", ""], ["update", "first"]]);
});
