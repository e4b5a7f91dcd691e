import { NotSignedIn } from "../failures/not-signed-in";
import type { Authentication, Moment, Step } from "./authentication";
import { channelBindings } from "./channel-bindings";
import { authenticate, negotiate } from "./ntlm-message";

/**
 * NTLMv2, bound to the TLS connection it is sent over. Without signing and sealing: https does that. The first message goes
 * without the request, so that it cannot be carried out twice.
 *
 * Source: MS-NLMP, MS-NTHT.
 */
export class Ntlm implements Authentication {
  /** Windows Remote Management offers `Negotiate` and takes bare NTLM in it; other servers offer `NTLM`. */
  #scheme: "Negotiate" | "NTLM" = "Negotiate";

  constructor(
    private readonly username: string,
    private readonly password: string,
  ) {}

  async next({ fresh, challenges, certificate }: Moment): Promise<Step> {
    if (!fresh) return { more: false };
    if (challenges.length === 0) return this.#begin();
    const token = tokenIn(challenges, this.#scheme);
    if (token !== undefined) {
      const { username, password } = this;
      const message = authenticate(token, { username, password, ...(certificate ? { channelBindings: channelBindings(certificate) } : {}) });
      return { authorization: `${this.#scheme} ${message.toString("base64")}`, more: false };
    }
    if (this.#scheme === "Negotiate" && offers(challenges, "NTLM") && !offers(challenges, "Negotiate")) {
      this.#scheme = "NTLM";
      return this.#begin();
    }
    throw new NotSignedIn("the server does not answer NTLM", schemesIn(challenges));
  }

  #begin(): Step {
    return { authorization: `${this.#scheme} ${negotiate.toString("base64")}`, more: true };
  }
}

function tokenIn(challenges: readonly string[], scheme: string): Buffer | undefined {
  const [, token] = challenges.map((one) => new RegExp(`^${scheme} ([A-Za-z0-9+/=]+)$`, "i").exec(one.trim())).find((match) => match) ?? [];
  return token === undefined ? undefined : Buffer.from(token, "base64");
}

const schemesIn = (challenges: readonly string[]): string[] => challenges.map((one) => one.trim().replace(/[\s,].*/, ""));
const offers = (challenges: readonly string[], scheme: string): boolean =>
  schemesIn(challenges).some((one) => one.toLowerCase() === scheme.toLowerCase());
