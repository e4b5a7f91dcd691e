import type { SessionHost } from "../host";
import { instant } from "../intents/sentences";
import type { HostEmptyArgs } from "./host-args";
import { findHost } from "./host-place";
import { stands, thoseThat } from "./standing";

/** A host is empty for its work: what is said of it while that can be heard, since no work tells anybody here that it failed. */
export function workBegins(args: HostEmptyArgs): readonly string[] {
  if (!args.maintenance?.hasWork) return [];
  stands(args, "emptied");
  const failed = thoseThat("failed", args, args.maintenance.sessionHosts);
  const elsewhere = failed.length === 0 ? "" : ` ${failed.join(" and ")} failed, so that this may be in the next update.`;
  return [`${args.sessionHost} is empty, and stays drained until the work on it is done.${elsewhere}`];
}

/** A host of a maintenance has failed, and the engine begins nothing more: what is said of the others. @param hosts of the pool, as far as they are known */
export function othersThatWait(args: HostEmptyArgs, hosts: readonly SessionHost[]): readonly string[] {
  if (!args.maintenance?.hasWork) return [];
  stands(args, "failed");
  const waiting = thoseThat("emptied", args, args.maintenance.sessionHosts).filter((name) => findHost(hosts, name)?.allowNewSession !== true);
  return waiting.map((host) => `${host} was emptied for its work, too. Where it does not take newcomers again by the end of this update, it stays drained until the next one: \`pulumi up --continue-on-error\` goes on with it, whatever fails beside it.`);
}

/**
 * Why a run fails that has left something for later, where it must not: the engine goes on with what depends on a resource unless
 * that fails, whatever its outputs say.
 */
export const tooEarly = ({ sessionHost }: HostEmptyArgs, nextAt: number | undefined): readonly string[] =>
  nextAt === undefined ? [] : [`${sessionHost} is not empty yet, and nothing that depends on it may begin (mustSettle). Run it again at ${instant(nextAt)} or later.`];

/** What a preview says of that: of a host whose people have time. @param nextAt when it is to be run again, in milliseconds since the epoch; none: it is empty in the end */
export const staysFull = (args: HostEmptyArgs, nextAt: number | undefined): readonly string[] =>
  nextAt === undefined ? [] : wouldStop(args, `${args.sessionHost} is not empty before ${instant(nextAt)}`);

/** What it says of one that is left as it is, since its window is closed, or closes too soon. @param nextAt in milliseconds since the epoch */
export const isLeftAlone = (args: HostEmptyArgs, nextAt: number): readonly string[] =>
  wouldStop(args, `nothing is done to ${args.sessionHost} before ${instant(nextAt)}`);

const wouldStop = ({ mustSettle, maintenance }: HostEmptyArgs, why: string): readonly string[] =>
  mustSettle ? [`The update would stop here: ${why}, and ${maintenance?.hasWork ? "the work on it" : "what depends on it (mustSettle)"} waits. Run it again then.`] : [];
