import type { SessionHost } from "../host";
import { sameName } from "../identity";
import { foresee, refused } from "../intents/foresee";
import { closedUntil } from "../intents/guards";
import { remarksOn } from "../intents/remarks";
import { instant } from "../intents/sentences";
import { recover, type Told } from "../intents/told";
import { foretold, type Observed } from "../observed";
import { memoryIn } from "../outputs";
import type { Session } from "../session";
import { notDrainedBefore } from "./abandoned";
import { emptyingArgs, emptyingOf, namesForHost, refuseToEmpty } from "./emptying";
import { isOurs } from "./found";
import type { HostEmptyArgs, HostIntentName } from "./host-args";
import { findHost } from "./host-place";
import { mayBeDrained } from "./may-be-drained";
import { isDone, judgeHost, knownFor, settledForIn, type HostState } from "./observe-host";
import { heldSince } from "./settled-for";

/** What a run about a host would do now, for the person who looks before. */
interface HostForesight extends Observed {
  readonly lines: readonly string[];
}

/** What runs that were killed have left: whom they told, and whether they drained the host. */
interface Left {
  readonly told: readonly Told[];
  readonly isDrained: boolean;
}

/**
 * What a run would do about what one observation found, asked in the order in which the run asks.
 *
 * @param olds what the state has of it.
 * @param now milliseconds since the epoch
 */
export function foreseeHost(name: HostIntentName, args: HostEmptyArgs, olds: Partial<HostState>, left: Left, hosts: readonly SessionHost[], sessions: readonly Session[], now: number): HostForesight {
  if (isDone(olds, args)) return { lines: toBeReturned(olds, findHost(hosts, args.sessionHost)) };
  const known = recover(emptyingOf(args), emptyingArgs(args), memoryIn(olds), left.told);
  const judgement = judgeHost(name, args, known, sessions, now);
  const opens = closedUntil(args, now);
  try {
    if (opens === undefined && name === "HostEmpty") refuseToEmpty(args, judgement, now);
    const later = opens ?? notDrainedBefore(args, knownFor(olds, args), judgement, now);
    // How many are available when it opens is not known yet.
    const host = mayBeDrained(later === undefined ? args : { ...args, minimumAvailable: 0 }, inItsTurn(args, hosts), olds.found !== undefined);
    const { lines, fates } = foresee(emptyingOf(args), emptyingArgs(args), judgement, now);
    const drain = host.allowNewSession ? [`To be drained${later === undefined ? "" : ` when the window opens at ${instant(later)}`}: ${host.name}.`] : [];
    const taken = !host.allowNewSession && left.isDrained ? ["It is drained already: a run before has left it to this one."] : [];
    const remarks = remarksOn({ names: namesForHost(args), left: left.told }, emptyingArgs(args).sessions, sessions, now);
    return { lines: [...drain, ...taken, ...remarks, ...lines], ...foretold(fates) };
  } catch (error) {
    const { lines, fates } = refused(error, judgement.violations, opens);
    return { lines, ...foretold(fates) };
  }
}

/** The hosts as they will be when this one has its turn: those that a maintenance takes before are back then, or are held. */
function inItsTurn({ sessionHost, maintenance }: HostEmptyArgs, hosts: readonly SessionHost[]): readonly SessionHost[] {
  if (!maintenance) return hosts;
  const before = maintenance.sessionHosts.slice(0, maintenance.sessionHosts.findIndex((name) => sameName(name, sessionHost)));
  return hosts.map((host) => (before.some((name) => sameName(name, host.name)) ? { ...host, allowNewSession: maintenance.hasWork } : host));
}

/** A program that goes back to what is done has nothing done to anybody. */
function toBeReturned(olds: Partial<HostState>, host: SessionHost | undefined): readonly string[] {
  const { found } = olds;
  const isHeld = host?.allowNewSession === false && heldSince(settledForIn(olds), found) && isOurs(host, found!);
  return isHeld ? [`To be returned, since it was emptied for these triggers before: ${host.name}.`] : [];
}
