import { uriOf } from "../classes/resource-uri";
import { keysOf } from "../classes/selectors";
import type { WmiClass, WmiMethod } from "../classes/wmi-class";
import { faults } from "../soap/faults";
import type { Element } from "../xml/element";
import { xml } from "../xml/xml";
import { classOf, type Reply, type WsmanCall } from "./call";

/**
 * A method of an instance: the Action is the class's URI, a slash, and the method's name. The instance need not be there: the
 * method says so itself.
 *
 * @throws WsmanFault
 */
export function invoke(call: WsmanCall, method: WmiMethod): Reply {
  const of = classOf(call);
  const keys = keysOf(of, call.request.selectors);
  const parameters = parametersOf(call.request.body, method);
  return returned(of, method, method.invoke({ rds: call.world.rds, keys, parameters, user: call.user }));
}

/** The answer of a method that returned. */
export function returned(of: WmiClass, method: WmiMethod, value: number): Reply {
  const uri = uriOf(of.name);
  const output = `${method.name}_OUTPUT`;
  return { action: `${uri}/${method.name}Response`, body: xml`<p:${output} xmlns:p="${uri}"><p:ReturnValue>${value}</p:ReturnValue></p:${output}>` };
}

/** The method that an action names, of the class that the request is about. */
export function methodOf(call: WsmanCall): WmiMethod | undefined {
  const { action, resourceUri } = call.request;
  const prefix = `${resourceUri}/`.toLowerCase();
  if (!action.toLowerCase().startsWith(prefix)) return undefined;
  return classOf(call).methods.find(({ name }) => name.toLowerCase() === action.slice(prefix.length).toLowerCase());
}

/** Whatever namespace they are in: clients get that of the input wrong. A parameter that is not there is empty. @throws WsmanFault */
function parametersOf(body: Element | undefined, { name, parameters }: WmiMethod): Record<string, string> {
  if (body && body.name.toLowerCase() !== `${name}_INPUT`.toLowerCase()) throw faults.schemaViolation(`the body must be a ${name}_INPUT, not a ${body.name}`);
  const values: Record<string, string> = Object.fromEntries(parameters.map((parameter) => [parameter, ""]));
  for (const child of body?.children ?? []) {
    const parameter = parameters.find((each) => each.toLowerCase() === child.name.toLowerCase());
    if (parameter === undefined) throw faults.invalidParameter(`${name} has no parameter ${child.name}`);
    values[parameter] = child.text;
  }
  return values;
}
