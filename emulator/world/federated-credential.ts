import type { JsonWebKey } from "node:crypto";

/** A public key of an issuer, as its JWKS publishes it (RFC 7517). */
export interface PublishedKey extends JsonWebKey {
  kid?: string | undefined;
}

/** Whose tokens an application takes for its own sign-in: a workload's, told by issuer, subject and audience. */
export interface FederatedCredential {
  /** `undefined`: the emulator's own workload issuer. */
  readonly issuer: string | undefined;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** What an outside issuer's tokens are signed with; nobody is asked for them. */
  readonly jwks: { readonly keys: readonly PublishedKey[] } | undefined;
}
