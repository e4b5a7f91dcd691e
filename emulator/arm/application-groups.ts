import type { ArmCall, Reply } from "./call";
import { applicationGroup } from "./format";
import { publishedBy } from "./published-names";
import { resourceNotFound } from "./resource-not-found";
import { trackedList, visiblePools } from "./tracked-list";

/** @throws ArmError 404 */
export function get({ path, resourceGroup }: ArmCall): Reply {
  const [name] = path.names;
  const pool = [...resourceGroup!.pools].find((each) => publishedBy(each)?.group.toLowerCase() === name.toLowerCase());
  if (!pool) throw resourceNotFound("applicationGroups", name, path);
  return { status: 200, body: applicationGroup(pool, path, name) };
}

/** Of a resource group, or of the whole subscription. */
export function list(call: ArmCall): Reply {
  const pools = visiblePools(call, "applicationgroups", (pool) => publishedBy(pool)?.group);
  return trackedList(call, pools, (pool) => applicationGroup(pool, call.path, publishedBy(pool)!.group));
}
