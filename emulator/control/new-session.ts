import { type ApplicationType, applicationTypes } from "../world/user-session";
import { refused, statedTexts } from "./stated-texts";

/** What the body of a sign-in says. */
interface NewSessionRequest {
  /** `undefined`: where the host pool sends him. */
  sessionHost: string | undefined;
  userPrincipalName: string;
  hostPool: string | undefined;
  applicationType: ApplicationType | undefined;
}

const EXAMPLE = 'Send {"userPrincipalName": …}, and if you like "sessionHost", "hostPool" and "applicationType".';

/** @throws ControlError */
export function newSession(body: unknown): NewSessionRequest {
  const stated = statedTexts(body, ["sessionHost", "userPrincipalName", "hostPool", "applicationType"], EXAMPLE);
  const { sessionHost, userPrincipalName, hostPool } = stated;
  if (userPrincipalName === undefined) throw refused(`userPrincipalName is missing. ${EXAMPLE}`);
  const kind = stated.applicationType;
  const applicationType = applicationTypes.find((each) => each === kind);
  if (kind !== undefined && !applicationType) throw refused(`applicationType is ${JSON.stringify(kind)}, and must be ${applicationTypes.join(" or ")}.`);
  return { sessionHost, userPrincipalName, hostPool, applicationType };
}
