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
import { checkThrottle, type Throttle } from "./arm/throttle";
import { environment, EnvironmentFiles, type EnvironmentOptions } from "./environment";
import type { Emulator } from "./emulator";
import { checkOptions, type EmulatorOptions } from "./emulator-options";
import { Faults } from "./faults/faults";
import { placesOf } from "./faults/places";
import { cloudNamed } from "./identity/clouds";
import { FederatedTokens, type FederatedTokenOptions } from "./identity/federated-tokens";
import { WorkloadIssuer } from "./identity/workload-issuer";
import { Journal } from "./journal/journal";
import type { RequestListener } from "./journal/journal-entry";
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
