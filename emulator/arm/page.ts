import { objectRank } from "../world/object-id";
import { OrderedList } from "../world/ordered-list";
import type { UserSession } from "../world/user-session";
import { ProviderError } from "./provider-error";
import { booleanParameter, integerParameter, type Query } from "./query";

/** What the caller asked of a list. */
export interface PageRequest {
  size: number;
  descending: boolean;
  /** How many to leave out at the start of the list. */
  skip: number;
  /** The key of the last item of the page before. */
  after: number | undefined;
}

/** One page, and the key to go on after; `undefined` at the end. */
export interface Page<T> {
  items: T[];
  last: number | undefined;
}

/**
 * Items of a page when the caller names no size. What the service's own is was found nowhere: a choice, small enough for
 * clients that forget `nextLink` to be found out.
 */
const DEFAULT_PAGE_SIZE = 100;

/** A page is never larger; more is not refused but cut. Also a choice. */
const MAX_PAGE_SIZE = 1_000;

const TOKEN = "$skiptoken";

/** @throws ProviderError 400; the text is a choice */
export function pageRequest(query: Query): PageRequest {
  const token = query.get(TOKEN);
  const after = token === undefined ? undefined : /^[0-9a-f]{1,8}$/.test(token) ? parseInt(token, 16) : NaN;
  if (Number.isNaN(after)) throw new ProviderError(400, `The value '${token}' of $skipToken is not valid: follow the nextLink as it was given`);
  return {
    size: Math.min(integerParameter(query, "pageSize", 1) ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
    descending: booleanParameter(query, "isDescending"),
    skip: after === undefined ? (integerParameter(query, "initialSkip", 0) ?? 0) : 0,
    after,
  };
}

/** The two orders that lists of sessions have. `isDescending` turns either round: which key the service sorts by is known to nobody. */
export const byId = (session: UserSession): number => session.id;
export const byObjectId = (session: UserSession): number => objectRank(session.serial);

/** Hosts and pools in the order in which they were made: a choice. Nobody reads lists of them so often that one should be kept sorted. */
export function inOrderMade<T extends { readonly serial: number }>(items: Iterable<T>): OrderedList<T> {
  const list = new OrderedList<T>(bySerial);
  for (const item of items) list.add(item);
  return list;
}

export const bySerial = ({ serial }: { readonly serial: number }): number => serial;

/** Cuts a page out of a list, which it reads no further than to the first item of the next page. */
export function cutPage<T>(list: OrderedList<T>, key: (item: T) => number, { size, descending, skip, after }: PageRequest, filter?: (item: T) => boolean): Page<T> {
  const items: T[] = [];
  let left = skip;
  for (const item of list.walk(descending, after)) {
    if (filter && !filter(item)) continue;
    if (left-- > 0) continue;
    if (items.length === size) return { items, last: key(items.at(-1)!) };
    items.push(item);
  }
  return { items, last: undefined };
}

/**
 * The absolute URL of the next page: the caller's own, with its parameters, and where to go on. The real one's shape is
 * known to nobody; clients must follow it as it is.
 *
 * @param origin as the caller addressed the emulator
 * @param url path and query of the request
 */
export function nextLink(origin: string, url: string, last: number | undefined): string | null {
  if (last === undefined) return null;
  const link = new URL(url, origin);
  for (const name of [...link.searchParams.keys()]) {
    if ([TOKEN, "initialskip"].includes(name.toLowerCase())) link.searchParams.delete(name);
  }
  link.searchParams.set("$skipToken", last.toString(16));
  // A plus is a space in forms only: clients that take the link apart may keep it.
  link.search = link.search.replaceAll("+", "%20");
  return link.href;
}
