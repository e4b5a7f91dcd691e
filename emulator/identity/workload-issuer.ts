import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import { signJwtSync } from "../oauth/jwt";
import { publish, type SigningKey } from "../oauth/signing-key";

/** The path of the issuer on each of the emulator's https origins. */
export const WORKLOAD_ISSUER_PATH = "/workload-identity";

/** What a workload's token says. */
export interface WorkloadClaims {
  issuer: string;
  subject: string;
  audience: string;
  /** Seconds. */
  lifetime: number;
}

/**
 * An OpenID issuer of a platform on which workloads run, as a Kubernetes cluster is one: it signs the tokens that an application
 * with a federated credential signs in with. Its key is not that of the tenants.
 */
export class WorkloadIssuer {
  readonly #clock: Clock;
  #made: SigningKey | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Made at the first call, which takes tens of milliseconds: most emulators never sign for a workload. */
  key(): SigningKey {
    this.#made ??= publish(generateKeyPairSync("rsa", { modulusLength: 2048 }));
    return this.#made;
  }

  /** A token in the shape of a projected Kubernetes service account token (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin). */
  token({ issuer, subject, audience, lifetime }: WorkloadClaims): string {
    const now = Math.floor(this.#clock.now() / 1000);
    return signJwtSync({ aud: [audience], exp: now + lifetime, iat: now, iss: issuer, jti: randomUUID(), nbf: now, sub: subject }, this.key());
  }
}
