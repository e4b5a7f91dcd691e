import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { journalledOperations, knownOperations, plainApp, secureApp, type AppParts } from "./app";
import { AddedSubscriptions, type NewSubscription } from "./added-subscriptions";
import { issueTlsIdentity } from "./tls/certificate-authority";
import { Clock } from "./clock";
import { datedResponses } from "./dated-response";
import { RequestLimits } from "./arm/request-limits";
import { assignRoles } from "./access/assign-roles";
import type { RoleAssignment } from "./access/role-assignments";
import { checkThrottle, type Throttle } from "./arm/throttle";
import { type Environment, environment, EnvironmentFiles, type EnvironmentOptions } from "./environment";
import { Faults } from "./faults/faults";
import { placesOf } from "./faults/places";
import { type CloudName, cloudNamed } from "./identity/clouds";
import { FederatedTokens, type FederatedTokenOptions } from "./identity/federated-tokens";
import { WorkloadIssuer } from "./identity/workload-issuer";
import { Journal } from "./journal/journal";
import type { JournalEntry, RequestListener } from "./journal/journal-entry";
import type { RequestFilter } from "./journal/request-filter";
import { Listener } from "./listener";
import { TokenIssuer } from "./oauth/token-issuer";
import { addressOf, ownNames } from "./tls/own-names";
import { readSeed } from "./seed/read-seed";
import { sampleWorld } from "./seed/sample-world";
import type { Seed } from "./seed/seed";
import { trustAuthority } from "./tls/trust";
import { World } from "./world/world";
import { Enumerations } from "./wsman/operations/enumerations";

/** Where an emulator listens, what there is in it at first, and by which clock it lives. All of it has defaults. */
export interface EmulatorOptions {
  /** Port of the https listener; 0, the default: any that is free. */
  port?: number | undefined;
  /** Port of the http listener, which serves WS-Management and the control plane; 0, the default: any that is free. */
  httpPort?: number | undefined;
  /** Address to listen on. Default: `127.0.0.1`, which only this machine reaches. There is no other protection than that. */
  host?: string | undefined;
  /**
   * More names by which clients reach it, such as that of its container: they are in its certificate, and it answers to them as
   * a `Host`. Default: those of the address that it listens on.
   */
  names?: readonly string[] | undefined;
  /** What there is at first: the path of a .yaml, .yml or .json file, or a seed. Default: the sample world. */
  seed?: string | Seed | undefined;
  /**
   * Default: one of its own, which runs with the machine's, or as the seed says. `manualClock()` stands still from the start. One that
   * is given here is its owner's: no seed sets it, and no snapshot has it.
   */
  clock?: Clock | undefined;
  /** The Azure cloud that it stands for: whose audiences ARM takes tokens for, and what `/metadata/endpoints` says. Default: `AzureCloud`. */
  cloud?: CloudName | undefined;
  /** Whether WS-Management takes passwords and messages over http, as with Windows' AllowUnencrypted. Default: false. */
  allowUnencrypted?: boolean | undefined;
  /** Whether Azure Resource Manager refuses requests beyond its limits (429). Default: `"off"`, and each answer says what the first one would. */
  throttle?: Throttle | undefined;
}

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

/**
 * Starts an emulator of Azure Virtual Desktop's user sessions over Azure Resource Manager, and of Remote Desktop Services'
 * virtual desktop sessions over WS-Management.
 *
 * @throws SeedUnreadable, SeedRefused when the seed does not describe a world; TypeError, RangeError for options that are none; Error when
 * it can't listen
 * @example
 * const emulator = await startEmulator({ seed: "world.yaml" });
 * emulator.trust();
 * const credential = new ClientSecretCredential(tenantId, clientId, secret, { authorityHost: emulator.url, disableInstanceDiscovery: true });
 * const client = new DesktopVirtualizationAPIClient(credential, subscriptionId, { endpoint: emulator.url });
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const { port = 0, httpPort = 0, host = "127.0.0.1", names: more = [], seed, clock = new Clock(), cloud = "AzureCloud", allowUnencrypted = false, throttle = "off" } = options;
  const first = seed === undefined ? sampleWorld : readSeed(seed);
  const world = new World(clock, first, options.clock === undefined);
  const names = ownNames(host, more);
  const { ca, ...identity } = issueTlsIdentity(names);
  const journal = new Journal(clock, journalledOperations);
  world.observe(journal.happened);
  const tokens = new TokenIssuer(clock, cloudNamed(cloud));
  const workloads = new WorkloadIssuer(clock);
  const faults = new Faults(clock, knownOperations, () => placesOf(world));
  const limits = new RequestLimits(clock, checkThrottle(throttle));
  const enumerations = new Enumerations(clock);
  const files = new EnvironmentFiles(ca);
  const identityHeader = randomUUID();
  const hosts = new Set<string>();
  const origins = new Set<string>();
  let url = "";
  let httpUrl = "";

  const added = new AddedSubscriptions(world, first);
  const forget = (subscriptionId: string | undefined) => {
    journal.forget(subscriptionId === undefined ? {} : { subscription: subscriptionId });
    faults.reset(subscriptionId);
    // These are not of one subscription.
    if (subscriptionId !== undefined) return;
    enumerations.clear();
    limits.throttle = throttle;
  };
  const reset = (subscriptionId?: string) => {
    added.reset(subscriptionId);
    forget(subscriptionId);
  };
  const restore = (from: string | Seed, subscriptionId?: string) => {
    world.restore(readSeed(from), subscriptionId);
    forget(subscriptionId);
  };
  const federatedTokens = new FederatedTokens({ world, clock, workloads, files, url: () => url });
  const env = (wanted?: EnvironmentOptions) => environment({ url, httpUrl, world, files, identityHeader, federatedTokens }, wanted);
  const federatedToken = (wanted?: FederatedTokenOptions) => federatedTokens.mint(wanted);
  const addSubscription = (stated?: NewSubscription) => added.add(stated);
  const removeSubscription = (subscriptionId: string) => {
    added.remove(subscriptionId);
    forget(subscriptionId);
  };
  const requests = (filter?: RequestFilter) => journal.entries(filter);
  const forgetRequests = (filter?: RequestFilter) => journal.forget(filter);
  const parts: AppParts = {
    ...{ world, clock, faults, journal, tokens, workloads, identityHeader, federatedToken, limits, enumerations, allowUnencrypted },
    ...{ certificate: identity.cert, certificateAuthority: ca, certificateBundle: () => files.bundled().join("\n") },
    ...{ requests, forgetRequests, addSubscription, removeSubscription, reset, restore, env, hosts: () => hosts, origins: () => origins },
  };

  const ServerResponse = datedResponses(clock);
  // A client may show a certificate, and need not: whose it is decides the WS-Management plane.
  const secure = new Listener(https.createServer({ ...identity, ServerResponse, requestCert: true, rejectUnauthorized: false }, secureApp(parts)));
  const plain = new Listener(http.createServer({ ServerResponse }, plainApp(parts)));
  const open = async (listener: Listener, scheme: "http" | "https", wanted: number, option: string): Promise<string> => {
    const given = await listener.listen(host, wanted, option);
    for (const name of names) {
      const address = addressOf(scheme, name, given);
      for (const host of address.hosts) hosts.add(host);
      for (const origin of address.origins) origins.add(origin);
    }
    return addressOf(scheme, names[0]!, given).origin;
  };
  try {
    url = await open(secure, "https", port, "port");
    httpUrl = await open(plain, "http", httpPort, "http port");
  } catch (error) {
    await secure.stop();
    throw error;
  }
  // Nobody needs the signing key yet, but the first who asks for a token should not wait for it either.
  setImmediate(() => void tokens.key());

  let distrust: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  const stop = async () => {
    distrust?.();
    faults.reset();
    federatedTokens.stop();
    world.stop();
    await Promise.all([secure.stop(), plain.stop()]);
    files.remove();
  };
  const close = () => (closing ??= stop());
  const setThrottle = (wanted: Throttle) => void (limits.throttle = checkThrottle(wanted));
  const onRequest = (listener: RequestListener) => journal.observe(listener);
  const trust = () => void (distrust ??= trustAuthority(ca));
  return {
    ...{ url, httpUrl, world, clock, faults, certificateAuthority: ca, env, federatedToken },
    ...{ throttle: setThrottle, assignRoles: (clientId, roles) => assignRoles(world, clientId, roles) },
    ...{ requests, forgetRequests, onRequest, addSubscription, removeSubscription, reset, restore, trust, close, [Symbol.asyncDispose]: close },
  };
}

const optionNames: Readonly<Record<keyof EmulatorOptions, true>> = { port: true, httpPort: true, host: true, names: true, seed: true, clock: true, cloud: true, allowUnencrypted: true, throttle: true };

/** A misspelt option would start another emulator than was meant. @throws TypeError; RangeError for what is no port */
function checkOptions(options: EmulatorOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown !== undefined) throw new TypeError(`Could not start the emulator: it has no option "${unknown}". Its options are ${Object.keys(optionNames).join(", ")}.`);
  for (const name of ["port", "httpPort"] as const) {
    const port = options[name] ?? 0;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`Could not start the emulator: ${name} is ${JSON.stringify(port)}, and must be a whole number from 0, which is any that is free, to 65535.`);
  }
}
