import { found } from "../found";
import { ControlError } from "./control-error";

/**
 * The properties of a sign-in's body, which are texts and no others than these.
 *
 * @param example what to send, for who sent something else
 * @throws ControlError
 */
export function statedTexts<P extends string>(body: unknown, properties: readonly P[], example: string): Partial<Record<P, string>> {
  const stated = objectIn(body ?? {}, example);
  for (const [name, value] of Object.entries(stated)) {
    if (!properties.some((each) => each === name)) throw refused(`${JSON.stringify(name)} is not a property of a sign-in. There are ${properties.join(", ")}.`);
    if (typeof value !== "string" || value === "" || value !== value.trim()) throw refused(`${name} is ${found(value)}, and must be a text that is not empty, without spaces around it.`);
  }
  return stated as Partial<Record<P, string>>;
}

function objectIn(body: unknown, example: string): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw refused(`the body is ${found(body)}, and must be an object. ${example}`);
}

export const refused = (why: string): ControlError => new ControlError(400, `Could not sign in: ${why}`);
