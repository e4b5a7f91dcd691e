import type { ArmCall, Reply } from "./call";
import { workspace } from "./format";
import { publishedBy } from "./published-names";
import { resourceNotFound } from "./resource-not-found";
import { trackedList, visiblePools } from "./tracked-list";

/** @throws ArmError 404 */
export function get({ path, resourceGroup }: ArmCall): Reply {
  const [name] = path.names;
  const pool = [...resourceGroup!.pools].find((each) => publishedBy(each)?.workspace.toLowerCase() === name.toLowerCase());
  if (!pool) throw resourceNotFound("workspaces", name, path);
  return { status: 200, body: workspace(pool, path, name) };
}

/** Of a resource group, or of the whole subscription. */
export function list(call: ArmCall): Reply {
  const pools = visiblePools(call, "workspaces", (pool) => publishedBy(pool)?.workspace);
  return trackedList(call, pools, (pool) => workspace(pool, call.path, publishedBy(pool)!.workspace));
}
