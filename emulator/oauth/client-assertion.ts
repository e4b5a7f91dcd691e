import { X509Certificate, createHash } from "node:crypto";
import type { JwtPayload } from "jsonwebtoken";
import type { Client } from "../world/tenant";
import { checkTimes } from "./assertion-times";
import { ASSERTION_HELP, EntraError, missingParameter } from "./entra-error";
import { checkFederatedAssertion, type OwnIssuer } from "./federated-assertion";

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** What an assertion is checked against. */
export interface AssertionContext {
  client: Client;
  /** The URLs that an assertion may name as its audience: the token endpoint and the tenant's issuer. */
  audiences: readonly string[];
  /** Of the tokens of workloads on the emulator's own platform. */
  workloads: OwnIssuer;
  /** Seconds since 1970. */
  now: number;
}

/**
 * Checks that an assertion was signed with the certificate that is registered for the client
 * (https://learn.microsoft.com/entra/identity-platform/certificate-credentials), or is the token of a workload that it trusts.
 * The issuer tells which: an application is its own, a platform's is a URL.
 *
 * @throws EntraError
 */
export function checkClientAssertion(assertion: string, type: string | undefined, { client, audiences, workloads, now }: AssertionContext): void {
  if (type === undefined) throw missingParameter("client_assertion_type");
  if (type !== TYPE) throw new EntraError(90023, "invalid_request", `Unsupported client_assertion_type value '${type}'. It must be '${TYPE}'.`);
  const { decode, verify } = require("jsonwebtoken") as typeof import("jsonwebtoken");
  const token = decode(assertion, { complete: true });
  // A JSON text can be anything.
  const claims: unknown = token?.payload;
  if (!token || !isClaims(claims)) throw new EntraError(50027, "invalid_request", "JWT token is invalid or malformed.");

  if (claims.iss?.startsWith("https://")) {
    checkFederatedAssertion({ text: assertion, kid: token.header.kid, claims }, client, workloads, now);
    return;
  }

  const certificate = registered(client, token.header as ThumbprintHeader);
  try {
    verify(assertion, certificate.publicKey, { algorithms: ["RS256", "PS256"], ignoreExpiration: true, ignoreNotBefore: true });
  } catch {
    throw new EntraError(700027, "invalid_client", `Client assertion failed signature validation. [Reason - The key was found, but the signature does not match it.] ${ASSERTION_HELP}`);
  }
  checkClaims(claims, client, audiences, now);
}

const isClaims = (value: unknown): value is JwtPayload => typeof value === "object" && value !== null && [(value as JwtPayload).iss, (value as JwtPayload).sub].every((name: unknown) => name === undefined || typeof name === "string");

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
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${used}'] ${ASSERTION_HELP}`,
  );
}

function checkClaims(claims: JwtPayload, client: Client, audiences: readonly string[], now: number): void {
  const same = (value: string | undefined) => value?.toLowerCase() === client.clientId.toLowerCase();
  if (!same(claims.iss) || !same(claims.sub)) throw new EntraError(700021, "invalid_client", `Client assertion application identifier doesn't match 'client_id' parameter. ${ASSERTION_HELP}`);
  if (typeof claims.aud !== "string" || !audiences.includes(claims.aud)) throw new EntraError(700023, "invalid_client", `Client assertion audience claim does not match Realm issuer. ${ASSERTION_HELP}`);
  checkTimes(claims, now);
  // Must be there, may come again: MSAL sends one assertion until it expires.
  if (typeof claims.jti !== "string" || claims.jti === "") throw new EntraError(50027, "invalid_request", "JWT token is invalid or malformed.");
}
