import type { SessionHost } from "../host";
import { foresee, refused } from "../intents/foresee";
import { closedUntil } from "../intents/guards";
import { nextStepFrom } from "../intents/next-at";
import { remarksOn } from "../intents/remarks";
import { instant } from "../intents/sentences";
import { recover, type Told } from "../intents/told";
import { foretold, type Observed } from "../observed";
import { memoryIn } from "../outputs";
import type { Session } from "../session";
import { mayBeBack, notDrainedBefore } from "./abandoned";
import { hostsBefore } from "./batches";
import { emptyingArgs, emptyingOf, namesForHost, refuseToEmpty } from "./emptying";
import { foundAs, isOurs, type Found } from "./found";
import type { HostEmptyArgs, HostIntentName } from "./host-args";
import { findHost } from "./host-place";
import { mayBeDrained } from "./may-be-drained";
import { isDone, judgeHost, knownFor, settledForIn, type HostState } from "./observe-host";
import { inItsTurn, outlookOf, type Outlook } from "./outlook";
import { heldSince } from "./settled-for";
import { isLeftAlone, staysFull } from "./waiting-for-work";

/** What a run about a host would do now, for the person who looks before. */
interface HostForesight {
  readonly lines: readonly string[];
  /** For the inputs of an intent that is not there yet. */
  readonly observed?: Observed;
  /** What that means for who comes after it. */
  readonly outlook: Outlook;
}

/** What runs that were killed have left: whom they told, and how the host was that they drained. */
interface Left {
  readonly told: readonly Told[];
  readonly found: Found | undefined;
}

/**
 * What a run would do about what one observation found, asked in the order in which the run asks.
 *
 * @param olds what the state has of it.
 * @param now milliseconds since the epoch
 */
export function foreseeHost(name: HostIntentName, args: HostEmptyArgs, olds: Partial<HostState>, left: Left, hosts: readonly SessionHost[], sessions: readonly Session[], now: number): HostForesight {
  const found = left.found ?? olds.found;
  if (isDone(olds, args)) return asDone(olds, found, findHost(hosts, args.sessionHost));
  const failed = notReachedFor(args);
  if (failed.length > 0) return { lines: [`The update would not come to ${args.sessionHost}, since it would fail at ${failed.join(" and ")} before.`], outlook: {} };
  const known = recover(emptyingOf(args), emptyingArgs(args), memoryIn(olds), left.told);
  const judgement = judgeHost(name, args, known, sessions, now);
  const opens = closedUntil(args, now);
  let later = opens;
  const opening = (): string | undefined => (later === undefined ? undefined : `the window opens${opens === undefined ? " again" : ""} at ${instant(later)}`);
  const stop = (nextAt?: number): readonly string[] => (later === undefined ? staysFull(args, nextAt) : isLeftAlone(args, nextStepFrom(emptyingArgs(args), judgement, later)));
  try {
    if (later === undefined && name === "HostEmpty") refuseToEmpty(args, judgement, now);
    later ??= notDrainedBefore(args, { ...knownFor(olds, args), found }, judgement, now);
    // How many are available when it opens is not known yet.
    const host = mayBeDrained(later === undefined ? args : { ...args, minimumAvailable: 0 }, inItsTurn(args, hosts), found !== undefined);
    const { lines, fates, nextAt } = foresee(emptyingOf(args), emptyingArgs(args), judgement, now);
    const stops = stop(nextAt);
    const drain = host.allowNewSession ? [`To be drained${later === undefined ? "" : ` when ${opening()}`}: ${host.name}.`] : [];
    const taken = !host.allowNewSession && left.found !== undefined ? ["It is drained already: a run before has left it to this one."] : [];
    const remarks = remarksOn({ names: namesForHost(args), left: left.told }, emptyingArgs(args).sessions, sessions, now);
    const emptied = { found: host.allowNewSession ? { allowNewSession: true } : foundAs(host, found, mayBeBack(olds, args)) };
    return {
      lines: [...drain, ...taken, ...remarks, ...lines, ...stops],
      observed: foretold(fates),
      outlook: { ...(stops.length === 0 ? { emptied } : { fails: true }), ...(later === undefined && host.allowNewSession && { allowNewSession: false }) },
    };
  } catch (error) {
    const { lines, fates } = refused(error, judgement.violations, { sessionHost: args.sessionHost, opening: opening() });
    const stops = stop();
    return { lines: [...lines, ...stops], observed: foretold(fates), outlook: { fails: later === undefined || stops.length > 0 } };
  }
}

/** At which hosts the update fails that are to be done with before this one has its turn. */
const notReachedFor = ({ scope, sessionHost, maintenance }: HostEmptyArgs): readonly string[] =>
  maintenance ? hostsBefore(maintenance, sessionHost).filter((before) => outlookOf({ scope, sessionHost: before }).fails === true) : [];

/** A program that goes back to what is done has nothing done to anybody. */
function asDone(olds: Partial<HostState>, found: Found | undefined, host: SessionHost | undefined): HostForesight {
  const done = settledForIn(olds)!;
  const emptied = { emptiedAt: done.at, ...(found && !heldSince(done, found) && { found }) };
  const isHeld = host?.allowNewSession === false && heldSince(done, found) && isOurs(host, found!);
  if (!isHeld) return { lines: [], outlook: { emptied } };
  return { lines: [`To be returned, since it was emptied for these triggers before: ${host.name}.`], outlook: { emptied, allowNewSession: true } };
}
