import { isDeepStrictEqual } from "node:util";
import { foresee } from "../intents/foresee";
import type { Judgement } from "../intents/judge";
import { instant } from "../intents/sentences";
import { closedUntil } from "../intents/guards";
import { foreseenAs, instead, observedIn, type Observed } from "../observed";
import { notDrainedBefore } from "./abandoned";
import { emptyingArgs, emptyingOf } from "./emptying";
import type { HostEmptyArgs } from "./host-args";
import type { HostState } from "./observe-host";

const DRAINED = "drained";

/**
 * What a refresh found, for the inputs that it returns; see {@link Observed}.
 *
 * @param before what the state has of it.
 * @param now milliseconds since the epoch
 */
export function observedOfHost(args: HostEmptyArgs, before: HostState, takesNewcomers: boolean, judgement: Judgement, now: number): Observed {
  const foresight = foresee(emptyingOf(args), emptyingArgs(args), judgement, now);
  const { until } = foresight;
  const story = observedIn(emptyingOf(args), judgement.violations, foresight);
  if (!takesNewcomers) return story;
  const { observed, foreseen } = story;
  const closed = closedUntil(args, now);
  const opens = closed ?? notDrainedBefore(args, before, judgement, now);
  const fate = opens === undefined ? {} : { [args.sessionHost]: `left alone until the window opens${closed === undefined ? " again" : ""} at ${instant(opens)}` };
  return { observed: { [args.sessionHost]: "takes newcomers", ...observed }, ...foreseenAs({ ...fate, ...foreseen?.fates }, until ?? opens) };
}

/** What will be instead of what a refresh found. @param now milliseconds since the epoch */
export function insteadOnHost(args: HostEmptyArgs, olds: HostEmptyArgs & Observed, argumentsIn: (properties: HostEmptyArgs) => HostEmptyArgs, now: number): Observed {
  const isSame = isDeepStrictEqual(argumentsIn(olds), argumentsIn(args));
  return instead((key) => (key === args.sessionHost ? DRAINED : emptyingOf(args).wanted), olds, isSame, now);
}
