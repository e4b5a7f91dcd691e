import type { Clock } from "../clock";
import type { EnvironmentFiles } from "../environment";
import { IdentityNotFound } from "../world/errors/identity-not-found";
import type { FederatedCredential } from "../world/federated-credential";
import type { Client, Tenant } from "../world/tenant";
import type { World } from "../world/world";
import { WORKLOAD_ISSUER_PATH, type WorkloadIssuer } from "./workload-issuer";

/** Kubernetes' default, in seconds. */
const HOUR = 3_600;
/** The longest that Azure's workload identity on Kubernetes allows. */
const DAY = 86_400;

/** Whose token it is to be, and for how long. */
export interface FederatedTokenOptions {
  /** Whose federated credential the token is for. Default: the first client that has one of the emulator's own issuer. */
  clientId?: string | undefined;
  /** Default: that of the federated credential. */
  subject?: string | undefined;
  /** Default: the first of the federated credential. */
  audience?: string | undefined;
  /** In seconds; a negative one has expired already. Default: an hour. */
  lifetime?: number | undefined;
}

interface Sources {
  world: World;
  clock: Clock;
  workloads: WorkloadIssuer;
  files: EnvironmentFiles;
  /** The https URL, once it is known. */
  url: () => string;
}

/** A client that trusts a workload of the emulator's own platform. */
export interface Trust {
  tenant: Tenant;
  client: Client;
  credential: FederatedCredential;
}

/** The tokens of the workloads on the emulator's own platform. */
export class FederatedTokens {
  readonly #sources: Sources;
  #file: string | undefined;
  #forget: (() => void) | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** @throws IdentityNotFound where no client, or not this one, trusts a workload of this issuer */
  mint({ clientId, subject, audience, lifetime = HOUR }: FederatedTokenOptions = {}): string {
    const { workloads, url } = this.#sources;
    const { credential } = this.trust(clientId);
    return workloads.token({ issuer: url() + WORKLOAD_ISSUER_PATH, subject: subject ?? credential.subject, audience: audience ?? credential.audiences[0]!, lifetime });
  }

  /** @throws IdentityNotFound */
  trust(clientId?: string): Trust {
    const found = this.#find(clientId);
    if (found) return found;
    throw new IdentityNotFound(
      clientId === undefined ? "client that trusts a workload of the emulator" : `client ${clientId} that trusts a workload of the emulator`,
      'Give a client of the seed federatedCredentials: [{ subject: "system:serviceaccount:default:app" }].',
    );
  }

  /** The path of a file with a token that is always good: it is written anew while its token grows old, as Kubernetes does it. */
  file(): string {
    this.#file ??= this.#write();
    return this.#file;
  }

  /** Writes no more. */
  stop(): void {
    this.#forget?.();
  }

  #find(clientId?: string): Trust | undefined {
    for (const tenant of this.#sources.world.tenants) {
      for (const client of tenant.clients.values()) {
        const credential = client.federatedCredentials.find(({ issuer }) => issuer === undefined);
        if (credential && (clientId === undefined || client.clientId.toLowerCase() === clientId.toLowerCase())) return { tenant, client, credential };
      }
    }
    return undefined;
  }

  /** Another world may have come meanwhile, in which nobody trusts a workload: the file's token grows old there. */
  #renew(): void {
    if (this.#find()) this.#write();
    else this.#file = undefined;
  }

  #write(): string {
    this.#forget = this.#sources.clock.after(0.8 * DAY * 1000, () => this.#renew());
    return this.#sources.files.replace("federated-token", this.mint({ lifetime: DAY }));
  }
}
