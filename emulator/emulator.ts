import type { RoleAssignment } from "./access/role-assignments";
import type { NewSubscription } from "./added-subscriptions";
import type { Throttle } from "./arm/throttle";
import type { Clock } from "./clock";
import type { Environment, EnvironmentOptions } from "./environment";
import type { Faults } from "./faults/faults";
import type { FederatedTokenOptions } from "./identity/federated-tokens";
import type { JournalEntry, RequestListener } from "./journal/journal-entry";
import type { RequestFilter } from "./journal/request-filter";
import type { Seed } from "./seed/seed";
import type { World } from "./world/world";

/** A running emulator. */
export interface Emulator {
  /** Of the https listener: Azure Resource Manager, the token endpoint, WS-Management (`/wsman`), and the control plane. */
  readonly url: string;
  /** Of the http listener: WS-Management (`/wsman`), the control plane, and the managed identity of the machine (`AZURE_POD_IDENTITY_AUTHORITY_HOST`). */
  readonly httpUrl: string;
  /** What there is, to look at and to act on: `world.reconnect(world.session("sh-0.contoso.com", 3))`. */
  readonly world: World;
  /** Its time: freeze it, move it, let it run on. */
  readonly clock: Clock;
  /** What goes wrong on the way to the world: {@link Faults.add}. */
  readonly faults: Faults;
  /** PEM: what a client must trust. */
  readonly certificateAuthority: string;
  /**
   * The variables that point a client in another process at this emulator. Names files that are gone after `close`.
   *
   * @throws IdentityNotFound where nobody can sign in in the way that is asked for
   */
  env(options?: EnvironmentOptions): Environment;
  /**
   * A token of a workload, signed by the emulator's own issuer, with which a client that has a federated credential signs in:
   * what a platform puts into the file that `AZURE_FEDERATED_TOKEN_FILE` names.
   *
   * @throws IdentityNotFound without a subject, where no client trusts a workload of this issuer
   */
  federatedToken(options?: FederatedTokenOptions): string;
  /** From now on, as in {@link EmulatorOptions.throttle}, with nothing used up. A reset goes back to the option. @throws TypeError */
  throttle(throttle: Throttle): void;
  /**
   * What an application may do over Azure Resource Manager from now on, until a reset; `null`: everything.
   *
   * @throws RangeError for an application that is not in the seed; TypeError for a role or a scope that does not exist
   */
  assignRoles(clientId: string, roleAssignments: readonly RoleAssignment[] | null): void;
  /**
   * The requests of clients with their answers, oldest first, of the last 1,000:
   * `emulator.requests({ operation: "UserSessions_Disconnect", status: 200 })`.
   *
   * @throws RangeError, TypeError for a filter that can't be meant
   */
  requests(filter?: RequestFilter): JournalEntry[];
  /** Forgets the requests that a filter means; without one, all. Returns how many. */
  forgetRequests(filter?: RequestFilter): number;
  /** Has the listener hear of each request when it has been answered. Returns a function that ends it. When it throws, or what it promises fails, that is an uncaught exception. */
  onRequest(listener: RequestListener): () => void;
  /**
   * A subscription apart from all others, for one test or one job of many that share this emulator. It lasts until it is removed,
   * or everything is reset; a reset of it alone puts it back to what it was at first.
   *
   * @param stated what a seed says of a subscription. Default: what the first subscription of the seed has
   * @returns its id
   * @throws SubscriptionTaken, SeedRefused, TenantNotFound
   */
  addSubscription(stated?: NewSubscription): string;
  /** Takes one away, until a reset where it is one of the seed. @throws SubscriptionNotFound */
  removeSubscription(subscriptionId: string): void;
  /**
   * Back to the seed; forgets messages, requests and faults, and drops the requests that a fault has wait. Tokens stay good,
   * the clock stays where it is.
   *
   * @param subscriptionId that subscription alone, with its messages, requests and faults: nothing changes for others. @throws SubscriptionNotFound
   */
  reset(subscriptionId?: string): void;
  /**
   * The world of another seed, such as `world.snapshot()`, in place of this one; forgets messages and requests. A later `reset`
   * goes back to the seed that the emulator was started with.
   *
   * @param seed the path of a .yaml, .yml or .json file, or a seed
   * @param subscriptionId that subscription of the seed alone; it need not have been there before
   * @throws SeedUnreadable, SeedRefused, SubscriptionNotFound, TenantNotFound
   */
  restore(seed: string | Seed, subscriptionId?: string): void;
  /** Makes the TLS clients of this process trust the emulator, until it closes. */
  trust(): void;
  /** Stops listening, cuts connections, removes its files. Twice is once. */
  close(): Promise<void>;
  /** {@link close}, for `await using emulator = await startEmulator()`. */
  [Symbol.asyncDispose](): Promise<void>;
}
