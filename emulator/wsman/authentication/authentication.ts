import { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../../clock";
import type { BrokerUser } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";
import { channelBindings } from "../ntlm/channel-bindings";
import { basicUser } from "./basic";
import { certificateUser, MUTUAL } from "./client-certificate";
import { findUser } from "./find-user";
import { Negotiate } from "./negotiate";

/** Who a request is from, or what its sender must do to say so. */
export interface Verdict {
  user: BrokerUser | undefined;
  /** Values of `WWW-Authenticate`, one line each. */
  challenges: readonly string[];
}

export interface AuthenticationOptions {
  /** PEM of the listener, which is https; `undefined`: it is http. */
  certificate: string | undefined;
  /** Whether passwords and messages may travel as they are over http. */
  allowUnencrypted: boolean;
}

/** The schemes of one listener. */
export class Authentication {
  readonly #rds: RdsDeployment;
  readonly #basic: boolean;
  readonly #negotiate: Negotiate;

  constructor(rds: RdsDeployment, clock: Clock, machine: string, { certificate, allowUnencrypted }: AuthenticationOptions) {
    this.#rds = rds;
    this.#basic = certificate !== undefined || allowUnencrypted;
    let bindings: Buffer | undefined;
    this.#negotiate = new Negotiate({
      target: () => ({ domain: [...rds.users][0]?.domain ?? "WORKGROUP", computer: machine.split(".")[0]!.toUpperCase(), now: clock.now() }),
      findUser: (domain, user) => findUser(rds, domain === "" ? user : `${domain}\\${user}`),
      channelBindings: () => (certificate === undefined ? undefined : (bindings ??= channelBindings(new X509Certificate(certificate).raw))),
    });
  }

  authenticate({ socket, headers: { authorization = "" } }: IncomingMessage): Verdict {
    const space = authorization.indexOf(" ");
    const scheme = authorization.slice(0, Math.max(space, 0)).toLowerCase();
    const credentials = authorization.slice(space + 1);
    let user: BrokerUser | undefined;
    if (authorization === "") user = this.#negotiate.userOf(socket);
    else if (authorization === MUTUAL) user = certificateUser(this.#rds, socket);
    else if (this.#basic && scheme === "basic") user = basicUser(this.#rds, credentials);
    else if (scheme === "negotiate" || scheme === "ntlm") {
      const step = this.#negotiate.step(socket, Buffer.from(credentials, "base64"));
      if (step.user ?? step.token) return { user: step.user, challenges: step.token ? [`${authorization.slice(0, space)} ${step.token.toString("base64")}`] : [] };
    }
    return user ? { user, challenges: [] } : { user: undefined, challenges: ["Negotiate", ...(this.#basic ? ['Basic realm="WSMAN"'] : [])] };
  }
}
