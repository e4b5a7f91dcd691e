/** What a role allows: operations of resource providers, `*` in them standing for any text. Case does not matter. */
export interface Role {
  readonly actions: readonly string[];
  /** What is taken away from `actions` again. Another assignment may still give it. */
  readonly notActions?: readonly string[] | undefined;
}

/** Whether a role allows an operation such as `Microsoft.DesktopVirtualization/hostpools/read`. */
export function matcherOf({ actions, notActions = [] }: Role): (action: string) => boolean {
  const [allowed, denied] = [actions.map(patternOf), notActions.map(patternOf)];
  return (action) => allowed.some((pattern) => pattern.test(action)) && !denied.some((pattern) => pattern.test(action));
}

// In Azure's roles an asterisk spans slashes, too: that of Reader stands for every type of every provider.
const patternOf = (action: string): RegExp => new RegExp(`^${action.split("*").map((text) => text.replace(/[.?+^$()|[\]{}\\]/g, "\\$&")).join(".*")}$`, "is");
