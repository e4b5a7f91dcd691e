import type { Alias } from "../plan/aliases";
import type { Properties } from "../wire/properties";

/** What the program wants one resource to be: a registration, freed of its protocol. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  parent: string | undefined;
  inputs: Properties;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  aliases: Alias[];
  protect: boolean | undefined;
  retainOnDelete: boolean | undefined;
  deletedWith: string | undefined;
  deleteBeforeReplace: boolean | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** Operation → seconds. */
  customTimeouts: Record<string, number>;
}
