import { X509Certificate, createHash } from "node:crypto";
import type { JwtPayload } from "jsonwebtoken";
import type { Client } from "../world/tenant";
import { EntraError, missingParameter } from "./entra-error";

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const HELP = "Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .";

/** Seconds by which the clocks of a client and the emulator may differ. */
const SKEW = 300;

/** What an assertion is checked against. */
export interface AssertionContext {
  client: Client;
  /** The URLs that an assertion may name as its audience: the token endpoint and the tenant's issuer. */
  audiences: readonly string[];
  /** Seconds since 1970. */
  now: number;
}

/**
 * Checks that an assertion was signed with the certificate that is registered for the client
 * (https://learn.microsoft.com/entra/identity-platform/certificate-credentials).
 *
 * @throws EntraError
 */
export function checkClientAssertion(assertion: string, type: string | undefined, { client, audiences, now }: AssertionContext): void {
  if (type === undefined) throw missingParameter("client_assertion_type");
  if (type !== TYPE) throw new EntraError(90023, "invalid_request", `Unsupported client_assertion_type value '${type}'. It must be '${TYPE}'.`);
  const { decode, verify } = require("jsonwebtoken") as typeof import("jsonwebtoken");
  const token = decode(assertion, { complete: true });
  if (!token || typeof token.payload === "string") throw new EntraError(50027, "invalid_request", "JWT token is invalid or malformed.");

  const certificate = registered(client, token.header as ThumbprintHeader);
  try {
    verify(assertion, certificate.publicKey, { algorithms: ["RS256", "PS256"], ignoreExpiration: true, ignoreNotBefore: true });
  } catch {
    throw new EntraError(700027, "invalid_client", `Client assertion failed signature validation. [Reason - The key was found, but the signature does not match it.] ${HELP}`);
  }
  checkClaims(token.payload, client, audiences, now);
}

interface ThumbprintHeader {
  x5t?: string;
  "x5t#S256"?: string;
}

/** The client's certificate, if the assertion's header names it by either of its thumbprints. */
function registered(client: Client, header: ThumbprintHeader): X509Certificate {
  const thumbprint = header["x5t#S256"] ?? header.x5t;
  if (client.certificate !== undefined && thumbprint !== undefined) {
    const certificate = new X509Certificate(client.certificate);
    const digest = createHash(header["x5t#S256"] === undefined ? "sha1" : "sha256").update(certificate.raw).digest("base64url");
    if (digest === thumbprint.replace(/=+$/, "")) return certificate;
  }
  const used = thumbprint === undefined ? "none" : Buffer.from(thumbprint, "base64url").toString("hex").toUpperCase();
  throw new EntraError(
    700027,
    "invalid_client",
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${used}'] ${HELP}`,
  );
}

function checkClaims(claims: JwtPayload, client: Client, audiences: readonly string[], now: number): void {
  const same = (value: string | undefined) => value?.toLowerCase() === client.clientId.toLowerCase();
  if (!same(claims.iss) || !same(claims.sub)) throw new EntraError(700021, "invalid_client", `Client assertion application identifier doesn't match 'client_id' parameter. ${HELP}`);
  if (typeof claims.aud !== "string" || !audiences.includes(claims.aud)) throw new EntraError(700023, "invalid_client", `Client assertion audience claim does not match Realm issuer. ${HELP}`);
  if (typeof claims.exp !== "number" || claims.exp + SKEW < now || (claims.nbf ?? 0) - SKEW > now) {
    const at = (seconds: number) => new Date(seconds * 1000).toISOString();
    const range = `assertion valid from ${at(claims.nbf ?? 0)}, expiry time of assertion ${at(claims.exp ?? 0)}`;
    throw new EntraError(700024, "invalid_client", `Client assertion is not within its valid time range. Current time: ${at(now)}, ${range}. ${HELP}`);
  }
  // Must be there, may come again: MSAL sends one assertion until it expires.
  if (typeof claims.jti !== "string" || claims.jti === "") throw new EntraError(50027, "invalid_request", "JWT token is invalid or malformed.");
}
