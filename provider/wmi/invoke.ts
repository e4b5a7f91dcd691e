import type { WsmanClient } from "./client";
import { BadAnswer } from "./failures/bad-answer";
import { WmiObject } from "./wmi-object";
import { element } from "../xml/writer";

/**
 * Calls a method of one instance, once.
 *
 * @param resource URI of its class
 * @returns the method's ReturnValue
 * @throws Fault, HttpRefusal, BadAnswer, NoAnswer, NotSignedIn
 */
export async function invoke(
  client: WsmanClient,
  resource: string,
  selectors: Readonly<Record<string, string>>,
  method: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<number> {
  const given = Object.entries(parameters).map(([name, value]) => element(`m:${name}`, {}, value));
  const body = element(`m:${method}_INPUT`, { "xmlns:m": resource }, ...given);
  const output = await client.call({ action: `${resource}/${method}`, resource, selectors, body, repeatable: false });
  const value = output?.name === `${method}_OUTPUT` ? new WmiObject(output).get("ReturnValue") : undefined;
  if (value === undefined || value === null || !/^\d+$/.test(value.trim())) throw new BadAnswer(`it does not say what ${method} returned`);
  return Number(value);
}
