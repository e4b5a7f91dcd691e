import type { BrokerUser } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";
import { findUser } from "./find-user";

/** RFC 7617, in UTF-8. A password may have colons, a name may not. */
export function basicUser(rds: RdsDeployment, credentials: string): BrokerUser | undefined {
  const text = Buffer.from(credentials, "base64").toString();
  const colon = text.indexOf(":");
  if (colon === -1) return undefined;
  const user = findUser(rds, text.slice(0, colon));
  return user?.password === text.slice(colon + 1) ? user : undefined;
}
