import type * as automation from "@pulumi/pulumi/automation";
import { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";

/**
 * What the Automation API's `Stack` has and a test stack has not: there is no other process to cancel,
 * no workspace, no settings file, no Pulumi Cloud. Each is refused by its name.
 */
export abstract class UnsupportedMethods {
  /** @throws {@link UnsupportedByTestStack} */
  get workspace(): automation.Workspace {
    throw unsupported("workspace", "it has no folder and no settings files", "Use the stack's own methods.");
  }

  /** @throws {@link UnsupportedByTestStack} */
  rename(): Promise<never> {
    return refuse("rename", "its name is part of its state", "Make another stack.");
  }

  /** @throws {@link UnsupportedByTestStack} */
  import(): Promise<never> {
    return refuse("import", "dynamic resources cannot be imported", "Pass a `state`, or call `importStack`.");
  }

  /** @throws {@link UnsupportedByTestStack} */
  cancel(): Promise<never> {
    return refuse("cancel", "its operations run in this process, and to their end");
  }

  /** @throws {@link UnsupportedByTestStack} */
  setAllConfigJson(): Promise<never> {
    return refuse("setAllConfigJson", "it keeps whole values", "Use setAllConfig.");
  }

  /** @throws {@link UnsupportedByTestStack} */
  refreshConfig(): Promise<never> {
    return refuse("refreshConfig", "its configuration is only here");
  }

  /** @throws {@link UnsupportedByTestStack} */
  addEnvironments(): Promise<never> {
    return refuse("addEnvironments", "environments are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  listEnvironments(): Promise<never> {
    return refuse("listEnvironments", "environments are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  removeEnvironment(): Promise<never> {
    return refuse("removeEnvironment", "environments are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  getTag(): Promise<never> {
    return refuse("getTag", "tags are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  setTag(): Promise<never> {
    return refuse("setTag", "tags are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  removeTag(): Promise<never> {
    return refuse("removeTag", "tags are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  listTags(): Promise<never> {
    return refuse("listTags", "tags are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  orgGetDefault(): Promise<never> {
    return refuse("orgGetDefault", "organizations are kept by Pulumi Cloud");
  }

  /** @throws {@link UnsupportedByTestStack} */
  orgSetDefault(): Promise<never> {
    return refuse("orgSetDefault", "organizations are kept by Pulumi Cloud");
  }
}

function unsupported(name: string, reason: string, remedy?: string): UnsupportedByTestStack {
  return new UnsupportedByTestStack(`\`${name}\``, reason, remedy);
}

function refuse(name: string, reason: string, remedy?: string): Promise<never> {
  return Promise.reject(unsupported(name, reason, remedy));
}
