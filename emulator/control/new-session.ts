import { type ApplicationType, applicationTypes } from "../world/user-session";
import { refused, statedTexts } from "./stated-texts";

/** What the body of a sign-in says. */
interface NewSessionRequest {
  sessionHost: string;
  userPrincipalName: string;
  hostPool: string | undefined;
  applicationType: ApplicationType | undefined;
}

const EXAMPLE = 'Send {"sessionHost": …, "userPrincipalName": …}, and if you like "hostPool" and "applicationType".';

/** @throws ControlError */
export function newSession(body: unknown): NewSessionRequest {
  const stated = statedTexts(body, ["sessionHost", "userPrincipalName", "hostPool", "applicationType"], EXAMPLE);
  const required = (name: "sessionHost" | "userPrincipalName"): string => {
    const value = stated[name];
    if (value === undefined) throw refused(`${name} is missing. ${EXAMPLE}`);
    return value;
  };
  const kind = stated.applicationType;
  const applicationType = applicationTypes.find((each) => each === kind);
  if (kind !== undefined && !applicationType) throw refused(`applicationType is ${JSON.stringify(kind)}, and must be ${applicationTypes.join(" or ")}.`);
  return { sessionHost: required("sessionHost"), userPrincipalName: required("userPrincipalName"), hostPool: stated.hostPool, applicationType };
}
