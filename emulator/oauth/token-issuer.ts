import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { Client } from "../world/tenant";
import { makeSigningKey, type SigningKey } from "./signing-key";

/** How long a token lives, in seconds. */
export const TOKEN_LIFETIME = 3599;

/** The claims of a token that the emulator signed. */
export interface Claims {
  aud: string;
  iss: string;
  iat: number;
  nbf: number;
  exp: number;
  appid: string;
  oid: string;
  tid: string;
}

/** Beyond this many, the oldest verified tokens are verified anew. */
const VERIFIED_KEPT = 1_000;

/** jsonwebtoken is loaded when the first token is asked for, not when the emulator starts. */
const jsonwebtoken = () => require("jsonwebtoken") as typeof import("jsonwebtoken");

/** The issuer of a tenant's tokens for Azure Resource Manager, which are of version 1.0. */
export const issuerOf = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`;

/** Signs tokens, and says of a token whether it is one of its own. */
export class TokenIssuer {
  readonly #clock: Clock;
  readonly #verified = new Map<string, Claims>();
  #key: Promise<SigningKey> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Made at the first call, which need not be waited for. */
  key(): Promise<SigningKey> {
    this.#key ??= makeSigningKey();
    return this.#key;
  }

  /** @param at milliseconds since 1970, from which it is good */
  async issue(tenantId: string, client: Client, audience: string, at = this.#clock.now()): Promise<string> {
    const { id, privateKey } = await this.key();
    const now = Math.floor(at / 1000);
    const claims = {
      aud: audience,
      iss: issuerOf(tenantId),
      iat: now,
      nbf: now,
      exp: now + TOKEN_LIFETIME,
      appid: client.clientId,
      appidacr: client.secret === undefined ? "2" : "1",
      idp: issuerOf(tenantId),
      idtyp: "app",
      oid: client.objectId,
      sub: client.objectId,
      tid: tenantId,
      uti: randomUUID(),
      ver: "1.0",
    };
    return jsonwebtoken().sign(claims, privateKey, { algorithm: "RS256", keyid: id });
  }

  /**
   * The claims of a token of this issuer; `undefined` if it did not sign it. Whether the token has expired, and for whom it
   * is, is for the caller to look at each time: signatures are remembered by token, since checking one costs more than the
   * rest of a request.
   */
  async verify(token: string): Promise<Claims | undefined> {
    const known = this.#verified.get(token);
    if (known) return known;
    const { publicKey } = await this.key();
    let claims: Claims;
    try {
      claims = jsonwebtoken().verify(token, publicKey, { algorithms: ["RS256"], ignoreExpiration: true, ignoreNotBefore: true }) as unknown as Claims;
    } catch {
      return undefined;
    }
    if (this.#verified.size >= VERIFIED_KEPT) this.#verified.delete(this.#verified.keys().next().value!);
    this.#verified.set(token, claims);
    return claims;
  }

  /** The claims, when this token was verified before: the way without a promise for all but the first request. */
  verified(token: string): Claims | undefined {
    return this.#verified.get(token);
  }
}
