import { closesAt } from "../intents/guards";
import type { Judgement } from "../intents/judge";
import { nextAtOf } from "../intents/next-at";
import { emptyingArgs } from "./emptying";
import type { HostEmptyArgs } from "./host-args";
import type { HostState } from "./observe-host";

/** What is known of a host from an earlier run. */
type Before = Pick<Partial<HostState>, "settledAt"> & { readonly found?: unknown };

/** Whether it had been settled and is held, so that somebody may rely on it. */
export const isReliedOn = ({ settledAt, found }: Before): boolean => settledAt !== undefined && found !== undefined;

/** Whether the work that it was emptied for, which returns it, has gone from the program: nobody here knows any more whether that had been done. */
export const mayBeBack = (before: Pick<Partial<HostState>, "maintenance">, { maintenance }: Pick<HostEmptyArgs, "maintenance">): boolean =>
  before.maintenance?.hasWork === true && maintenance?.hasWork !== true;

/**
 * Whether the window closes before anybody can go on with what is left on a host: it is not drained for that, and is returned if it
 * was. Not where the program wants it kept, or somebody may rely on it.
 *
 * @param nextAt when what is left is to be done, in milliseconds since the epoch
 * @param now in the opening that is asked about.
 */
export const isAbandoned = (args: Pick<HostEmptyArgs, "within" | "onFailure">, before: Before, nextAt: number, now: number): boolean =>
  args.onFailure !== "keepDrained" && !isReliedOn(before) && nextAt >= closesAt(args, now);

/** When a host is drained whose people could not be done with in the opening that is open: milliseconds since the epoch. `undefined`: it is drained now. */
export function notDrainedBefore(args: HostEmptyArgs, before: Before, judgement: Judgement, now: number): number | undefined {
  const next = nextAtOf(emptyingArgs(args), judgement, now);
  return next !== undefined && isAbandoned(args, before, next, now) ? next : undefined;
}
