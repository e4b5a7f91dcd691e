import { instanceXml } from "../classes/format";
import { hasKeys, keysOf } from "../classes/selectors";
import { faults } from "../soap/faults";
import { TRANSFER } from "../soap/namespaces";
import { classOf, type Reply, type WsmanCall } from "./call";

/** One instance, by its keys. @throws WsmanFault */
export function get(call: WsmanCall): Reply {
  const of = classOf(call);
  const keys = keysOf(of, call.request.selectors);
  for (const instance of of.instances(call.world.rds)) {
    if (!hasKeys(of, keys, instance)) continue;
    const body = instanceXml(of, instance);
    of.shown?.(call.world.rds, instance);
    return { action: `${TRANSFER}/GetResponse`, body };
  }
  const named = Object.entries(keys).map(([name, value]) => `${name} = ${value}`);
  throw faults.instanceNotFound(`there is no ${of.name} with ${named.join(", ")}.`);
}
