import { wildcard } from "../wildcard";

/** What a role allows: operations of resource providers, `*` in them standing for any text. Case does not matter. */
export interface Role {
  readonly actions: readonly string[];
  /** What is taken away from `actions` again. Another assignment may still give it. */
  readonly notActions?: readonly string[] | undefined;
}

/** Whether a role allows an operation (in Azure's roles an asterisk spans slashes, too) such as `Microsoft.DesktopVirtualization/hostpools/read`. */
export function matcherOf({ actions, notActions = [] }: Role): (action: string) => boolean {
  const [allowed, denied] = [actions.map(wildcard), notActions.map(wildcard)];
  return (action) => allowed.some((pattern) => pattern.test(action)) && !denied.some((pattern) => pattern.test(action));
}
