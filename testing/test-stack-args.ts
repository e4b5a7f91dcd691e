import type * as pulumi from "@pulumi/pulumi";
import type * as automation from "@pulumi/pulumi/automation";

/** What {@link createTestStack} is told. */
export interface TestStackArgs {
  projectName: string;
  stackName: string;
  /**
   * Run afresh by each `up` and `preview`; what it returns are the stack outputs. It has to make the
   * resources itself: a module runs only when it is loaded first, so with `() => import("./index")`
   * the second operation finds no resources, and an `up` deletes those there are. Where a preview was
   * before it, the `up` fails, because its outputs are still unknown; Pulumi's engine goes on. Reset the
   * modules before each operation (`vi.resetModules()`, `jest.resetModules()`), or export a function.
   */
  program: automation.PulumiFn;
  config?: automation.ConfigMap;
  /** A state to begin with: exported from here, or by the CLI. */
  state?: automation.Deployment;
  /**
   * The passphrase that the secrets of an exported state are encrypted with, as the CLI's
   * PULUMI_CONFIG_PASSPHRASE, which is the default. Only a state with secrets needs one.
   */
  passphrase?: string;
  /**
   * Answers for what is not a dynamic resource: other custom resources, resources that are read
   * (a `StackReference` among them), and functions. Without it they are refused.
   */
  mocks?: pulumi.runtime.Mocks;
}

/** What each of them has to be; where there is nothing to say, Pulumi's own types and errors do. */
const expected: Record<keyof Required<TestStackArgs>, { is: (value: unknown) => boolean; what: string; isRequired?: true }> = {
  projectName: { is: isName, what: "the name of the project", isRequired: true },
  stackName: { is: isName, what: "the name of the stack", isRequired: true },
  program: { is: (value) => typeof value === "function", what: "a function that makes the resources", isRequired: true },
  config: { is: isObject, what: "an object: { key: { value, secret? } }" },
  state: { is: isObject, what: "what `exportStack` returned, or `pulumi stack export` printed, as an object" },
  passphrase: { is: (value) => typeof value === "string", what: "a string" },
  mocks: { is: isObject, what: "an object with `newResource` and `call`" },
};

/** @throws naming the first argument that is unknown, missing, or of another kind */
export function checkArgs(args: object): asserts args is TestStackArgs {
  const given = args as Record<string, unknown>;
  const names = Object.keys(expected).join(", ");
  for (const name of Object.keys(given)) {
    if (!(name in expected)) throw new TypeError(`Could not make a test stack: \`${name}\` is not known to createTestStack. It takes ${names}.`);
  }
  for (const [name, { is, what, isRequired }] of Object.entries(expected)) {
    const value = given[name];
    if (value === undefined ? isRequired === true : !is(value)) {
      const found = value === undefined ? "is missing" : `cannot be ${typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`}`;
      throw new TypeError(`Could not make a test stack: \`${name}\` ${found}. Say ${what}.`);
    }
  }
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
