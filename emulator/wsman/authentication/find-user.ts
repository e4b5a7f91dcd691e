import { type BrokerUser, splitUserName } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";

/**
 * The user that somebody names as `DOMAIN\user`, `user@domain.of.the.forest`, or by the bare account where only one domain
 * has it. Names are compared without case. The first label of a forest's name is taken for the domain's.
 */
export function findUser(rds: RdsDeployment, name: string): BrokerUser | undefined {
  const [domain, account] = parts(name.toLowerCase());
  const found = [...rds.users].filter((user) => user.account.toLowerCase() === account && (domain === "" || user.domain.toLowerCase() === domain));
  return found.length === 1 ? found[0] : undefined;
}

function parts(name: string): [domain: string, account: string] {
  const at = name.lastIndexOf("@");
  if (name.includes("\\") || at === -1) return splitUserName(name);
  return [name.slice(at + 1).split(".")[0]!, name.slice(0, at)];
}
