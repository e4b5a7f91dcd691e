import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { createTestStack } from "../../testing";
import { Lamp } from "../engine/lamp";
import { LampWorld } from "../engine/lamp-world";

const { file: world } = new LampWorld();
const lamp = (options: pulumi.CustomResourceOptions): unknown => new Lamp("lamp", { world }, options);
const honoured = "as the real engine does: test/engine/engine.case.ts";
const bySdk = "by Pulumi's SDK, before the engine hears of it";
const viaProvider = "only with a provider resource, which is refused itself";

/** Every option there is, and what becomes of it: honoured, or refused with its name. */
const options = {
  parent: honoured,
  dependsOn: honoured,
  protect: honoured,
  ignoreChanges: honoured,
  replaceOnChanges: honoured,
  aliases: honoured,
  retainOnDelete: honoured,
  deletedWith: honoured,
  deleteBeforeReplace: honoured,
  additionalSecretOutputs: honoured,
  customTimeouts: honoured,
  transformations: bySdk,
  urn: bySdk,
  provider: viaProvider,
  providers: viaProvider,
  id: () => lamp({ id: "lamp-1" }),
  version: () => lamp({ version: "1.2.3" }),
  pluginDownloadURL: () => lamp({ pluginDownloadURL: "https://plugins.example" }),
  envVarMappings: () => lamp({ envVarMappings: { A: "B" } }),
  replacementTrigger: () => lamp({ replacementTrigger: 1 }),
  replaceWith: () => lamp({ replaceWith: [new pulumi.ComponentResource("test:Room", "room")] }),
  hideDiffs: () => lamp({ hideDiffs: ["brightness"] }),
  import: () => lamp({ import: "lamp-1" }),
  transforms: () => lamp({ transforms: [() => undefined] }),
  hooks: () => lamp({ hooks: { beforeCreate: [new pulumi.ResourceHook("hook", () => undefined)] } }),
  stateMigrations: () => lamp({ stateMigrations: [{} as never] }),
} satisfies Record<keyof (pulumi.CustomResourceOptions & pulumi.ComponentResourceOptions), string | (() => unknown)>;

const words: Partial<Record<keyof typeof options, string>> = { id: "reading lamp", hooks: "resource hooks" };

describe("no resource option is ignored: refused is", () => {
  const refused = Object.entries(options).filter((entry): entry is [keyof typeof options, () => unknown] => typeof entry[1] === "function");
  test.each(refused)("%s", async (name, make) => {
    const stack = await createTestStack({ projectName: "lamps", stackName: "options", program: () => Promise.resolve({ made: make() !== undefined }) });
    await expect(stack.up()).rejects.toThrow(words[name] ?? name);
  });
});

test("generated packages say a version and where their plugin is: that is for mocks to ignore", async () => {
  const stack = await createTestStack({
    projectName: "lamps",
    stackName: "mocked",
    mocks: { newResource: ({ inputs }) => ({ id: "1", state: inputs as object }), call: () => ({}) },
    program: () => {
      new (class Cat extends pulumi.CustomResource {})("animals:index:Cat", "cat", {}, { version: "1.2.3", pluginDownloadURL: "https://plugins.example" });
      return Promise.resolve({});
    },
  });
  expect((await stack.up()).summary.resourceChanges).toEqual({ create: 2 });
});

test.each(["5", "5 m", "m", "1h-5m"])("a timeout of %j is refused", async (create) => {
  const stack = await createTestStack({
    projectName: "lamps",
    stackName: "timeouts",
    program: () => Promise.resolve({ made: lamp({ customTimeouts: { create } }) !== undefined }),
  });
  await expect(stack.up()).rejects.toThrow(`unable to parse customTimeout Value create: "${create}"`);
});
