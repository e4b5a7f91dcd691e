import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { Cloud } from "../identity/clouds";
import type { Client } from "../world/tenant";
import { signJwt } from "./jwt";
import { makeSigningKey, type SigningKey } from "./signing-key";

/** How long a token lives that its client did not get as a managed identity, in seconds. */
const LIFETIME = 3599;

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
  /** Of a managed identity: its resource id, or its machine's. */
  xms_mirid?: string;
}

/** How a client showed who it is, and what its token says besides. */
export interface Proof {
  proof: "secret" | "assertion";
  /** In seconds. Default: about an hour. */
  lifetime?: number;
  /** Of a managed identity. */
  resourceId?: string;
}

/** A token, and from when to when it is good: seconds since 1970. */
export interface Issued {
  token: string;
  notBefore: number;
  expiresOn: number;
  lifetime: number;
}

/** Beyond this many, the oldest verified tokens are verified anew. */
const VERIFIED_KEPT = 1_000;

/** jsonwebtoken is loaded when the first token is looked at, not when the emulator starts. */
const jsonwebtoken = () => require("jsonwebtoken") as typeof import("jsonwebtoken");

/** Signs tokens, and says of a token whether it is one of its own. */
export class TokenIssuer {
  readonly clock: Clock;
  /** Whose tokens they are. */
  readonly cloud: Cloud;
  readonly #verified = new Map<string, Claims>();
  #key: Promise<SigningKey> | undefined;

  constructor(clock: Clock, cloud: Cloud) {
    this.clock = clock;
    this.cloud = cloud;
  }

  /** The issuer of a tenant's tokens for Azure Resource Manager, which are of version 1.0. */
  issuerOf(tenantId: string): string {
    return `${this.cloud.issuer}/${tenantId}/`;
  }

  /** Made at the first call, which need not be waited for. */
  key(): Promise<SigningKey> {
    this.#key ??= makeSigningKey();
    return this.#key;
  }

  /** @param at milliseconds since 1970, from which it is good */
  async issue(tenantId: string, client: Client, audience: string, { proof, lifetime = LIFETIME, resourceId }: Proof, at = this.clock.now()): Promise<Issued> {
    const now = Math.floor(at / 1000);
    const issuer = this.issuerOf(tenantId);
    const claims = {
      aud: audience,
      iss: issuer,
      iat: now,
      nbf: now,
      exp: now + lifetime,
      appid: client.clientId,
      appidacr: proof === "secret" ? "1" : "2",
      idp: issuer,
      idtyp: "app",
      oid: client.objectId,
      sub: client.objectId,
      tid: tenantId,
      uti: randomUUID(),
      ver: "1.0",
      xms_mirid: resourceId,
    };
    return { token: await signJwt(claims, await this.key()), notBefore: now, expiresOn: now + lifetime, lifetime };
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
