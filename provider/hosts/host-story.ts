import { isDeepStrictEqual } from "node:util";
import type { Judgement } from "../intents/judge";
import { observedIn, type Observed } from "../observed";
import { emptyingOf } from "./emptying";
import type { HostEmptyArgs } from "./host-args";

const DRAINED = "drained";

/** What a refresh found, for the inputs that it returns; see {@link Observed}. */
export function observedOfHost(args: HostEmptyArgs, takesNewcomers: boolean, { violations }: Judgement): Observed {
  const { observed } = observedIn(emptyingOf(args), violations);
  const story = { ...(takesNewcomers && { [args.sessionHost]: "takes newcomers" }), ...observed };
  return Object.keys(story).length > 0 ? { observed: story } : {};
}

/** What is wanted instead of what a refresh found. */
export function wantedOfHost(args: HostEmptyArgs, { observed = {} }: Observed): Observed {
  const wanted = Object.fromEntries(Object.keys(observed).map((key) => [key, key === args.sessionHost ? DRAINED : emptyingOf(args).wanted]));
  return isDeepStrictEqual(wanted, observed) ? {} : { observed: wanted };
}
