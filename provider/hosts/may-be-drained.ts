import { HostNotFound } from "../errors/host-not-found";
import { TooFewHosts } from "../errors/too-few-hosts";
import type { SessionHost } from "../host";
import { sameName } from "../identity";
import { scopeName } from "../scope";
import type { HostEmptyArgs } from "./host-args";
import { availableBeside, findHost, type HostPlace } from "./host-place";
import { thoseThat } from "./standing";

/** What is asked before a host is drained. */
export type DrainGuards = Pick<HostEmptyArgs, "minimumAvailable" | "maintenance">;

/**
 * Whether a host may be drained, as one observation tells: runs ask this before anything is touched, and previews ask the same.
 *
 * @param isKnown whether it was drained here before.
 * @returns the host.
 * @throws HostNotFound where it is not there, or another host of its maintenance is not, of which nobody knows that it is done; TooFewHosts
 */
export function mayBeDrained(args: HostPlace & DrainGuards, hosts: readonly SessionHost[], isKnown: boolean): SessionHost {
  const { scope, sessionHost, minimumAvailable = 0, maintenance } = args;
  const over = (["emptied", "returned"] as const).flatMap((standing) => thoseThat(standing, args, maintenance?.sessionHosts ?? []));
  const host = findHost(hosts, sessionHost);
  const others = missingBeside(args, hosts, isKnown, over);
  if (!host || others.length > 0) throw new HostNotFound(`drain ${sessionHost}`, [...(host ? [] : [sessionHost]), ...others], scopeName(scope), hosts.map(({ name }) => name), others.length > 0 ? goneForGood : []);
  if (!host.allowNewSession) return host;
  const available = availableBeside(hosts, host);
  if (available.length >= minimumAvailable) return host;
  const drained = hosts.filter(({ allowNewSession }) => !allowNewSession).map(({ name }) => name);
  throw new TooFewHosts(host.name, scopeName(scope), available, drained, minimumAvailable);
}

/**
 * Which other hosts of its maintenance are not there. Where the host is held already, for its work or for good, its maintenance has
 * begun, and they are no question any more; one that takes newcomers after its work is not held.
 *
 * @param over those of which it is known that they are done.
 */
export function missingBeside({ sessionHost, maintenance }: Pick<HostEmptyArgs, "sessionHost" | "maintenance">, hosts: readonly SessionHost[], isKnown: boolean, over: readonly string[]): readonly string[] {
  const isHeld = isKnown && (!maintenance?.hasWork || findHost(hosts, sessionHost)?.allowNewSession === false);
  return isHeld || !maintenance ? [] : maintenance.sessionHosts.filter((name) => !sameName(name, sessionHost) && !findHost(hosts, name) && !over.includes(name));
}

/** The engine asks about a host after those before it, and so nobody knows of those behind it whether they are done. */
const goneForGood = ["Take one out of sessionHosts that is gone for good, also where it was done before: that is not known of those which are named behind a host that is not."];
