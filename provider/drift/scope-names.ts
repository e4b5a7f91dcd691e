import { isRdsDeployment, scopeKey, scopeName, type Scope } from "../scope";

/** How the sentences of a report name its scopes: two pools of one name are told apart by their subscriptions. */
export function scopeNames(scopes: Iterable<Scope>): (scope: Scope) => string {
  const namesakes = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const name = scopeName(scope).toLowerCase();
    namesakes.set(name, (namesakes.get(name) ?? new Set()).add(scopeKey(scope)));
  }
  return (scope) => {
    const name = scopeName(scope);
    const isUnique = (namesakes.get(name.toLowerCase())?.size ?? 0) < 2;
    return isUnique || isRdsDeployment(scope) ? name : `${name} (subscription ${scope.subscriptionId})`;
  };
}
