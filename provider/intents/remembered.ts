import { lastingKey } from "../identity";
import type { SessionIdentity } from "../session";

const indexes = new WeakMap<readonly SessionIdentity[], ReadonlyMap<string, SessionIdentity>>();
const nobody: readonly never[] = [];

/**
 * What is remembered of each session, by its {@link lastingKey}. A run asks it again for each session that it is about to touch, so each
 * list of what is remembered is indexed once.
 */
export function remembered<One extends SessionIdentity>(list: readonly One[] = nobody): ReadonlyMap<string, One> {
  let index = indexes.get(list) as ReadonlyMap<string, One> | undefined;
  if (!index) indexes.set(list, (index = new Map(list.map((one) => [lastingKey(one), one]))));
  return index;
}
