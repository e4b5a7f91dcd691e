import type { Clock } from "../clock";
import type { Claims, TokenIssuer } from "../oauth/token-issuer";
import { ArmError } from "./arm-error";

/** Seconds by which the emulator's clock and a token's times may differ. */
const SKEW = 300;

/**
 * Who calls, out of the `Authorization` header. Statuses, codes and texts are ARM's; of a token that it can't read, did not
 * sign or that is not valid yet, and those in the challenge, they are inferred.
 */
export class BearerAuthentication {
  readonly #tokens: TokenIssuer;
  readonly #clock: Clock;
  readonly #audiences: () => ReadonlySet<string>;
  readonly #tenant: () => string;
  /** What came last: most callers have one token, and comparing it costs less than the look-up, which hashes a kilobyte. */
  #last: { header: string; claims: Claims } | undefined;

  /**
   * @param origins the emulator's own, each of which is a name of its ARM endpoint
   * @param tenant the tenant to send a caller to who has no token that would name one
   */
  constructor(tokens: TokenIssuer, clock: Clock, origins: () => ReadonlySet<string>, tenant: () => string) {
    this.#tokens = tokens;
    this.#clock = clock;
    this.#audiences = origins;
    this.#tenant = tenant;
  }

  /** @throws ArmError 401. Synchronous for a token that was seen before. */
  authenticate(header: string | undefined): Claims | Promise<Claims> {
    if (header !== undefined && header === this.#last?.header) return this.#accept(this.#last.claims);
    const token = this.#tokenIn(header);
    const known = this.#tokens.verified(token);
    if (!known) return this.#tokens.verify(token).then((claims) => this.#accept(claims));
    this.#last = { header: header!, claims: known };
    return this.#accept(known);
  }

  /** A token is good for the subscriptions of its tenant. @throws ArmError 401 */
  checkTenant(claims: Claims, tenantId: string): void {
    if (claims.tid.toLowerCase() === tenantId.toLowerCase()) return;
    throw this.#unauthorized(
      "InvalidAuthenticationTokenTenant",
      `The access token is from the wrong issuer '${claims.iss}'. It must match the tenant '${this.#tokens.issuerOf(tenantId)}' associated with this subscription. Please use the authority (URL) '${this.#tokens.cloud.login}/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
      "The access token is from the wrong issuer. It must match the AD tenant associated with the subscription, to which this request belongs.",
      tenantId,
    );
  }

  /** @param at milliseconds since 1970. @throws ArmError 401 */
  checkTimes(claims: Claims, at: number): void {
    const now = Math.floor(at / 1000);
    if (claims.exp + SKEW <= now) throw this.expired(claims, now);
    if (claims.nbf - SKEW > now) throw this.#notYet(claims, now);
  }

  /** What a token that has expired is answered with. @param now seconds since 1970 */
  expired(claims: Claims, now: number): ArmError {
    const text = `The access token expiry UTC time '${date(Math.min(claims.exp, now - 1))}' is earlier than current UTC time '${date(now)}'.`;
    return this.#unauthorized("ExpiredAuthenticationToken", text, "The access token has expired.");
  }

  /** Code and text are a choice, in the words that ARM has for a token that has expired. */
  #notYet({ nbf }: Claims, now: number): ArmError {
    const text = `The access token is not yet valid: its 'not before' UTC time '${date(nbf)}' is later than current UTC time '${date(now)}'.`;
    return this.#unauthorized("InvalidAuthenticationToken", text, "The access token is not yet valid.");
  }

  #tokenIn(header: string | undefined): string {
    if (header === undefined) {
      throw this.#unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", "The authentication failed because of missing 'Authorization' header.");
    }
    const token = /^bearer ([\w.~+/=-]+)$/i.exec(header)?.[1];
    if (token === undefined) {
      throw this.#unauthorized(
        "AuthenticationFailedInvalidHeader",
        "Authentication failed. The 'Authorization' header is provided in an invalid format.",
        "The authentication scheme or token format of the 'Authorization' header is invalid.",
      );
    }
    return token;
  }

  #accept(claims: Claims | undefined): Claims {
    if (!claims) throw this.#unauthorized("InvalidAuthenticationToken", "The access token is invalid.", "The access token is invalid.");
    this.checkTimes(claims, this.#clock.now());
    const audience = claims.aud.replace(/\/$/, "").toLowerCase();
    const { audiences } = this.#tokens.cloud;
    if (!this.#audiences().has(audience) && !audiences.includes(audience)) {
      const allowed = [...audiences, ...this.#audiences()].flatMap((own) => [`'${own}/'`, `'${own}'`]).join(",");
      throw this.#unauthorized(
        "InvalidAuthenticationTokenAudience",
        `The access token has been obtained for wrong audience or resource '${claims.aud}'. It should exactly match with one of the allowed audiences ${allowed}.`,
        "The access token has been obtained from wrong audience or resource.",
      );
    }
    return claims;
  }

  #unauthorized(code: string, message: string, description: string, tenant = this.#tenant()): ArmError {
    const challenge = `Bearer authorization_uri="${this.#tokens.cloud.login}/${tenant}", error="invalid_token", error_description="${description}"`;
    return new ArmError(401, code, message, { "WWW-Authenticate": challenge });
  }
}

/** ARM writes these two times the American way: `1/31/2026 8:30:00 AM`. */
const date = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleString("en-US", { timeZone: "UTC" }).replace(",", "").replace("\u202f", " ");
