import type { WsmanClient } from "./client";
import { BadAnswer } from "./failures/bad-answer";
import { transfer } from "./namespaces";
import { WmiObject } from "./wmi-object";

/**
 * The instance that has these keys.
 *
 * @param resource URI of its class
 * @throws Fault, HttpRefusal, BadAnswer, NoAnswer, NotSignedIn
 */
export async function get(client: WsmanClient, resource: string, selectors: Readonly<Record<string, string>>): Promise<WmiObject> {
  const instance = await client.call({ action: `${transfer}/Get`, resource, selectors, repeatable: true });
  if (instance?.namespace !== resource) throw new BadAnswer("it has no instance of the class that was asked for");
  return new WmiObject(instance);
}
