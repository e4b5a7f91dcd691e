import { HostNotFound } from "../errors/host-not-found";
import { TooFewHosts } from "../errors/too-few-hosts";
import type { SessionHost } from "../host";
import { scopeName } from "../scope";
import type { HostEmptyArgs } from "./host-args";
import { availableBeside, findHost, type HostPlace } from "./host-place";
import { thoseThat } from "./standing";

/** What is asked before a host is drained. */
export type DrainGuards = Pick<HostEmptyArgs, "minimumAvailable" | "maintenance">;

/**
 * Whether a host may be drained, as one observation tells: runs ask this before anything is touched, and previews ask the same.
 *
 * @param isHeld whether it is held already: then its maintenance has begun, and the others are no question any more.
 * @returns the host.
 * @throws HostNotFound where it is not there, or another host of its maintenance is not, of which nobody knows that it is done; TooFewHosts
 */
export function mayBeDrained({ scope, sessionHost, minimumAvailable = 0, maintenance }: HostPlace & DrainGuards, hosts: readonly SessionHost[], isHeld: boolean): SessionHost {
  const beside = isHeld ? [] : (maintenance?.sessionHosts ?? []);
  const over = (["emptied", "returned"] as const).flatMap((standing) => thoseThat(standing, { scope, sessionHost }, beside));
  const missing = [...new Set([sessionHost, ...beside])].filter((name) => !findHost(hosts, name) && !over.includes(name));
  const host = findHost(hosts, sessionHost);
  if (!host || missing.length > 0) throw new HostNotFound(`drain ${sessionHost}`, missing, scopeName(scope), hosts.map(({ name }) => name));
  if (!host.allowNewSession) return host;
  const others = availableBeside(hosts, host);
  if (others.length >= minimumAvailable) return host;
  const drained = hosts.filter(({ allowNewSession }) => !allowNewSession).map(({ name }) => name);
  throw new TooFewHosts(host.name, scopeName(scope), others, drained, minimumAvailable);
}
