import { HostNotFound } from "../errors/host-not-found";
import { TooFewHosts } from "../errors/too-few-hosts";
import { isAvailable, type SessionHost } from "../host";
import type { HostBackend } from "../host-backend";
import { sameName } from "../identity";
import { scopeKey, scopeName, type AzureHostPool } from "../scope";
import { serially } from "./serially";

/** Which host of which pool. */
export interface HostPlace {
  readonly scope: AzureHostPool;
  readonly sessionHost: string;
}

/** How a host was before it was drained here, to be that again afterwards. */
export interface Found {
  /** Whether it took newcomers. */
  readonly allowNewSession: boolean;
  /** When it was drained here, as the host itself tells: ISO 8601. Later, and somebody else has changed it since. */
  readonly changedAt?: string;
}

export const findHost = (hosts: readonly SessionHost[], name: string): SessionHost | undefined => hosts.find((host) => sameName(host.name, name));

/** The hosts that would still take newcomers without this one. */
export const availableBeside = (hosts: readonly SessionHost[], host: SessionHost): readonly string[] =>
  hosts.filter((other) => other !== host && isAvailable(other)).map(({ name }) => name);

/**
 * Turns drain mode on. Hosts of one pool are taken one after the other, each on an observation of its own, so that a program
 * which drains many at once never leaves fewer than `minimumAvailable` others.
 *
 * @param before what was found when it was drained here earlier.
 * @param about is told just before it is drained.
 * @throws HostNotFound, TooFewHosts before anything is touched, and what the backend throws.
 */
export const drain = (backend: HostBackend, { scope, sessionHost }: HostPlace, minimumAvailable = 0, before?: Found, about?: () => void): Promise<Found> =>
  serially(scopeKey(scope), async () => {
    const hosts = await backend.hosts("now");
    const host = findHost(hosts, sessionHost);
    if (!host) throw new HostNotFound(`drain ${sessionHost}`, sessionHost, scopeName(scope), hosts.map(({ name }) => name));
    if (!host.allowNewSession) return before ? asOf(host, before) : { allowNewSession: false };
    const others = availableBeside(hosts, host);
    if (others.length < minimumAvailable) throw new TooFewHosts(host.name, scopeName(scope), others, minimumAvailable);
    about?.();
    const { lastModifiedAt } = await backend.setAllowNewSession(host.name, false);
    return { allowNewSession: true, ...(lastModifiedAt !== undefined && { changedAt: lastModifiedAt }) };
  });

/** A run that was killed did not hear when it had changed the host: what is found afterwards is taken for that. */
const asOf = ({ lastModifiedAt }: SessionHost, before: Found): Found =>
  before.allowNewSession && before.changedAt === undefined && lastModifiedAt !== undefined ? { ...before, changedAt: lastModifiedAt } : before;

/**
 * Turns drain mode off again, if it was off when it was found, and nobody has changed the host since.
 *
 * @returns a sentence that says what came of it.
 */
export const giveBack = (backend: HostBackend, { scope, sessionHost }: HostPlace, found: Found | undefined): Promise<string> =>
  serially(scopeKey(scope), async () => {
    if (!found?.allowNewSession) return `${sessionHost} stays drained, as it was found.`;
    const host = findHost(await backend.hosts("now"), sessionHost);
    if (!host) return `${sessionHost} is not there any more.`;
    if (host.allowNewSession) return `${host.name} takes newcomers already.`;
    const { changedAt } = found;
    if (changedAt !== undefined && host.lastModifiedAt !== undefined && host.lastModifiedAt !== changedAt) {
      return `${host.name} stays drained: somebody changed it at ${host.lastModifiedAt}, after it was drained here.`;
    }
    await backend.setAllowNewSession(host.name, true);
    return `${host.name} takes newcomers again.`;
  });
