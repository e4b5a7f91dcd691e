import type { Properties } from "../wire/properties";
import { changedKeys, changedPaths, diffValues } from "./input-diff";
import { containsPath, parsePath, resetPath, type PropertyPath } from "./property-path";

/** What a provider answered to `diff`. */
export interface ProviderDiff {
  /** `undefined` where the provider has no `diff`, or one that does not say. */
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** What the engine makes of it. */
export interface ResourceDiff {
  changes: boolean;
  replace: boolean;
  deleteBeforeReplace: boolean;
}

/** The inputs, with those that are to be ignored as they were. */
export function ignoringChanges(inputs: Properties, olds: Properties, ignoreChanges: readonly string[] = []): Properties {
  const paths = ignoreChanges.map(parsePath).filter((path) => path !== undefined);
  return paths.reduce<unknown>((news, path) => resetPath(olds, news, path), inputs) as Properties;
}

/**
 * What the engine makes of a provider's answer.
 *
 * A provider that does not say whether there are changes leaves it to the difference of the inputs.
 * Only then does the engine know *which* properties changed: the dynamic-provider host passes on
 * `changes`, `replaces` and `deleteBeforeReplace` and nothing else, so `replaceOnChanges` has no
 * effect on a dynamic resource whose `diff` answers with a boolean.
 */
export function resourceDiff(
  answer: ProviderDiff,
  olds: Properties,
  news: Properties,
  options: { ignoreChanges?: readonly string[]; replaceOnChanges?: readonly string[]; hasInitErrors?: boolean } = {},
): ResourceDiff {
  const { replaces, deleteBeforeReplace } = answer;
  const replaceOn = (options.replaceOnChanges ?? []).map(parsePath).filter((path) => path !== undefined);
  const replacedBy = (path: PropertyPath) => replaceOn.some((outer) => containsPath(outer, path));

  let changes = answer.changes ?? false;
  let replace = replaces.length > 0;
  if (answer.changes === undefined) {
    const considered = ignoringChanges(news, olds, options.ignoreChanges);
    changes = changedKeys(olds, considered).length > 0;
    replace ||= changedPaths(diffValues(olds, considered)).some(replacedBy);
  }
  // The engine's name for "its initialization failed", which `replaceOnChanges` can name too.
  if (options.hasInitErrors === true && replacedBy(["#initerror"])) return { changes: true, replace: true, deleteBeforeReplace };
  return { changes, replace, deleteBeforeReplace };
}
