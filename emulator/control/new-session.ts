import { type ApplicationType, applicationTypes } from "../world/user-session";
import { ControlError } from "./control-error";

/** What the body of a sign-in says. */
interface NewSessionRequest {
  sessionHost: string;
  userPrincipalName: string;
  hostPool: string | undefined;
  applicationType: ApplicationType | undefined;
}

const properties = ["sessionHost", "userPrincipalName", "hostPool", "applicationType"] as const;
type Property = (typeof properties)[number];

const EXAMPLE = 'Send {"sessionHost": …, "userPrincipalName": …}, and if you like "hostPool" and "applicationType".';

/** @throws ControlError */
export function newSession(body: unknown): NewSessionRequest {
  const stated = objectIn(body ?? {});
  const unknown = Object.keys(stated).find((name) => !properties.some((each) => each === name));
  if (unknown !== undefined) throw refused(`${JSON.stringify(unknown)} is not a property of a sign-in. There are ${properties.join(", ")}.`);
  const text = (name: Property): string | undefined => {
    const value = stated[name];
    if (value === undefined || (typeof value === "string" && value !== "" && value === value.trim())) return value;
    throw refused(`${name} is ${JSON.stringify(value)}, and must be a text that is not empty, without spaces around it.`);
  };
  const required = (name: Property): string => {
    const value = text(name);
    if (value === undefined) throw refused(`${name} is missing. ${EXAMPLE}`);
    return value;
  };
  const kind = text("applicationType");
  const applicationType = applicationTypes.find((each) => each === kind);
  if (kind !== undefined && !applicationType) throw refused(`applicationType is ${JSON.stringify(kind)}, and must be ${applicationTypes.join(" or ")}.`);
  return { sessionHost: required("sessionHost"), userPrincipalName: required("userPrincipalName"), hostPool: text("hostPool"), applicationType };
}

function objectIn(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw refused(`the body is ${JSON.stringify(body)}, and must be an object. ${EXAMPLE}`);
}

const refused = (why: string): ControlError => new ControlError(400, `Could not sign in: ${why}`);
