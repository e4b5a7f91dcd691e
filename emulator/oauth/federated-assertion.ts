import { createPublicKey, type KeyObject } from "node:crypto";
import type { JwtPayload } from "jsonwebtoken";
import type { FederatedCredential } from "../world/federated-credential";
import type { Client } from "../world/tenant";
import { checkTimes } from "./assertion-times";
import { EntraError } from "./entra-error";

const HELP = "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/** The emulator's own issuer of workloads' tokens. */
export interface OwnIssuer {
  /** Whether an issuer is it, under any of the names of the emulator. */
  is: (issuer: string) => boolean;
  key: () => { id: string; publicKey: KeyObject };
}

/** An assertion, decoded: nothing of it is believed yet. */
export interface FederatedAssertion {
  text: string;
  kid: string | undefined;
  claims: JwtPayload;
}

/**
 * Checks that an assertion is a token of a workload that the client trusts
 * (https://learn.microsoft.com/entra/workload-id/workload-identity-federation). Issuer, subject and audience are compared
 * with case. In which order the real endpoint looks at them is not public: as here is a choice.
 *
 * @param now seconds since 1970
 * @throws EntraError
 */
export function checkFederatedAssertion({ text, kid, claims }: FederatedAssertion, client: Client, own: OwnIssuer, now: number): void {
  const { federatedCredentials: all, clientId } = client;
  if (all.length === 0) throw new EntraError(70025, "invalid_client", `The client '${clientId}'(${clientId}) has no configured federated identity credentials.`);
  const { iss = "", sub = "", aud = [] } = claims;
  const ofIssuer = all.filter(({ issuer }) => (issuer === undefined ? own.is(iss) : issuer === iss));
  if (ofIssuer.length === 0) throw noMatch(700211, "issuer", iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw subjectMismatch(ofIssuer, sub);
  const audiences = [aud].flat();
  const credential = ofSubject.find((each) => each.audiences.some((audience) => audiences.includes(audience)));
  if (!credential) throw noMatch(700212, "audience", audiences.join(" "));

  const { verify } = require("jsonwebtoken") as typeof import("jsonwebtoken");
  const key = keyOf(credential, own, kid);
  try {
    verify(text, key, { algorithms: ["RS256"], ignoreExpiration: true, ignoreNotBefore: true });
  } catch {
    throw signatureRefused("The key was found, but the signature does not match it.");
  }
  checkTimes(claims, now);
}

function subjectMismatch(credentials: readonly FederatedCredential[], sub: string): EntraError {
  const close = credentials.some(({ subject }) => subject.toLowerCase() === sub.toLowerCase());
  if (!close) return noMatch(700213, "subject", sub);
  return noMatch(7002138, "subject", sub, "The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ");
}

const noMatch = (code: number, what: string, value: string, hint = ""): EntraError =>
  new EntraError(code, "invalid_client", `No matching federated identity record found for presented assertion ${what} '${value}'. ${hint}${HELP}`);

/** @throws EntraError */
function keyOf({ jwks }: FederatedCredential, own: OwnIssuer, kid: string | undefined): KeyObject {
  if (!jwks) {
    const key = own.key();
    if (kid === key.id) return key.publicKey;
  } else {
    const key = jwks.keys.find((each) => each.kid === kid);
    if (key) return createPublicKey({ key, format: "jwk" });
  }
  throw signatureRefused("The key was not found.");
}

/** The code is that of assertions in general; which one the real endpoint gives for a workload's is not public. */
const signatureRefused = (reason: string): EntraError => new EntraError(50013, "invalid_client", `Assertion failed signature validation. [Reason - ${reason}]`);
