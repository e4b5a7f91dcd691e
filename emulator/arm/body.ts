import type { HostChanges } from "../world/session-host";
import { found } from "../found";
import { ArmError } from "./arm-error";

type JsonObject = Readonly<Record<string, unknown>>;

/** `{messageTitle?, messageBody?}`: the specification sets no lengths, and neither is required. @throws ArmError 400 */
export function messageContent(body: unknown): { title: string; body: string } {
  const content = objectIn(body ?? {}, "the body");
  return { title: textIn(content, "messageTitle") ?? "", body: textIn(content, "messageBody") ?? "" };
}

/** `{properties: {allowNewSession?, assignedUser?, friendlyName?}}`; properties that are read-only are ignored. @throws ArmError 400 */
export function hostChanges(body: unknown): HostChanges {
  const { properties } = objectIn(body ?? {}, "the body");
  const stated = objectIn(properties ?? {}, "properties");
  const { allowNewSession } = stated;
  if (allowNewSession !== undefined && typeof allowNewSession !== "boolean") throw invalid("properties.allowNewSession", "true or false", allowNewSession);
  return { allowNewSession, assignedUser: textIn(stated, "assignedUser"), friendlyName: textIn(stated, "friendlyName") };
}

function textIn(object: JsonObject, property: string): string | null | undefined {
  const value = object[property];
  if (value === undefined || value === null || typeof value === "string") return value;
  throw invalid(property, "a text", value);
}

function objectIn(value: unknown, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw invalid(what, "an object", value);
}

/** A choice: common in ARM as far as the colon, but not recorded; what follows says more than the real one does. */
const invalid = (what: string, expected: string, value: unknown): ArmError =>
  new ArmError(400, "InvalidRequestContent", `The request content was invalid and could not be deserialized: ${what} must be ${expected}, found ${found(value)}.`);
