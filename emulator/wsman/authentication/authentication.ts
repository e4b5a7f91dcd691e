import type { IncomingMessage } from "node:http";
import type { BrokerUser } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";
import { basicUser } from "./basic";

/** Who a request is from, or what its sender must do to say so. */
export interface Verdict {
  user: BrokerUser | undefined;
  /** Values of `WWW-Authenticate`. */
  challenges: readonly string[];
}

export interface AuthenticationOptions {
  /** Whether this is the https listener. */
  secure: boolean;
  /** Whether passwords and messages may travel as they are over http. */
  allowUnencrypted: boolean;
}

/** The schemes of one listener. */
export class Authentication {
  readonly #rds: RdsDeployment;
  readonly #offers: readonly string[];

  constructor(rds: RdsDeployment, { secure, allowUnencrypted }: AuthenticationOptions) {
    this.#rds = rds;
    this.#offers = secure || allowUnencrypted ? ['Basic realm="WSMAN"'] : [];
  }

  authenticate({ headers: { authorization = "" } }: IncomingMessage): Verdict {
    const space = authorization.indexOf(" ");
    const scheme = authorization.slice(0, Math.max(space, 0)).toLowerCase();
    if (scheme === "basic" && this.#offers.length > 0) {
      const user = basicUser(this.#rds, authorization.slice(space + 1));
      if (user) return { user, challenges: [] };
    }
    return { user: undefined, challenges: this.#offers };
  }
}
