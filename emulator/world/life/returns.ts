import { SettingRefused } from "../errors/setting-refused";
import { type Duration, milliseconds } from "./duration";

/** Where a user who was logged off signs in again. */
export const destinations = ["sameHost", "anyHost"] as const;
export type Destination = (typeof destinations)[number];

/** A user who comes back by himself after having been disconnected (to his session) or logged off (to a new one). */
export interface Returns {
  /** How long he stays away. */
  after: Duration;
  /** How many times he comes back. Default: every time. */
  times?: number | undefined;
  /**
   * Where he signs in again after having been logged off. `sameHost`, the default; or `anyHost` of the pool that takes newcomers,
   * chosen as the pool balances its load. While no such host takes him he waits, and signs in as soon as one does.
   */
  to?: Destination | undefined;
}

/** {@link Returns} of a user who is away, as a seed says it. */
export interface StatedReturns extends Returns {
  /** How long he is still away. Default, where the session is `Disconnected`: as long as `after` says, from the start. */
  left?: Duration | undefined;
}

/** For those who come without a schema and without types. @throws SettingRefused that says what would be right */
export function checkReturns(stated: Returns | null): Returns {
  const refuse = (why: string) => new SettingRefused(`Could not let the user return: ${why}. Give {"after": "10m"}, and if you like "times" (a whole number) and "to" (${destinations.join(" or ")}).`);
  if (typeof stated !== "object" || stated === null || Array.isArray(stated)) throw refuse(`${JSON.stringify(stated)} is not an object`);
  const { after, times, to, ...others } = stated;
  const [other] = Object.keys(others);
  if (other !== undefined) throw refuse(`there is no ${JSON.stringify(other)}`);
  if (milliseconds(after) === undefined) throw refuse(`after is ${JSON.stringify(after)}, and must be milliseconds or a text such as "10m"`);
  if (times !== undefined && !(Number.isSafeInteger(times) && times > 0)) throw refuse(`times is ${JSON.stringify(times)}, and must be a whole number from 1`);
  if (to !== undefined && !destinations.includes(to)) throw refuse(`to is ${JSON.stringify(to)}`);
  return { after, ...(times === undefined ? {} : { times }), ...(to === undefined ? {} : { to }) };
}
