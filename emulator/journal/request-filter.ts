import { instantOf, type Instant } from "../clock";
import { wildcard } from "../wildcard";
import type { JournalEntry } from "./journal-entry";

/** Which requests of the journal are meant: those of which all is true that is said. Names are compared without case. */
export interface RequestFilter {
  /**
   * As the rules of faults call it (`UserSessions_Disconnect`, `Token`, `Enumerate`, `Win32_VirtualDesktopSession.Disconnect`), or over
   * WS-Management what its operation begins with: `Disconnect`, `Identify`. A `*` stands for any characters.
   */
  operation?: string | undefined;
  /** `404`, or a class of them: `4xx`. */
  status?: number | string | undefined;
  method?: string | undefined;
  /** Who asked: a client id, or a user of the connection broker. */
  principal?: string | undefined;
  subscription?: string | undefined;
  /** A session host, or the host of a virtual desktop. */
  sessionHost?: string | undefined;
  /** No sooner than this instant of the emulator's clock. */
  since?: Instant | undefined;
  /** Those that came after the one with this `id`. */
  after?: number | undefined;
  /** So many at most: the last ones. */
  limit?: number | undefined;
}

type Test = (entry: JournalEntry) => boolean;
type Tests = { readonly [Name in Exclude<keyof RequestFilter, "limit">]-?: (wanted: NonNullable<RequestFilter[Name]>, operations: () => readonly string[]) => Test };

const same = (one: string | null | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const tests: Tests = {
  operation: (wanted, operations) => {
    const pattern = wildcard(wanted);
    const names = operations();
    // What an entry says may be asked for as it stands there: its first word is the name.
    if (!names.some((name) => pattern.test(name) || same(name, wanted.split(" ", 1)[0]!))) throw refused("operation", wanted, `one that there is: ${names.join(", ")}`);
    return ({ operation }) => operation !== null && namesOf(operation).some((name) => pattern.test(name));
  },
  status: (wanted) => {
    const [, kind, exact] = /^(?:([1-5])xx|([1-5]\d\d))$/i.exec(String(wanted)) ?? [];
    if (kind !== undefined) return ({ status }) => status !== null && Math.floor(status / 100) === Number(kind);
    if (exact === undefined) throw refused("status", wanted, "a status such as 404, or a class of them such as 4xx");
    return ({ status }) => status === Number(exact);
  },
  method: (wanted) => ({ method }) => same(method, wanted),
  principal: (wanted) => ({ principal }) => same(principal, wanted),
  subscription: (wanted) => ({ target }) => same(target?.subscriptionId, wanted),
  sessionHost: (wanted) => ({ target }) => same(target?.sessionHostName, wanted) || same(target?.VMHostName, wanted),
  since: (wanted) => {
    const instant = since(wanted);
    return ({ at }) => Date.parse(at) >= instant;
  },
  after: (wanted) => {
    const last = whole("after", wanted);
    return ({ id }) => id > last;
  },
};

/** What a filter may say. */
export const filterNames: readonly string[] = [...Object.keys(tests), "limit"];

/** What an entry's operation is called: over WS-Management it goes on with what it is about. */
function namesOf(operation: string): string[] {
  const [verb = "", about] = operation.split(" ", 2);
  return [operation, verb, ...(about === undefined ? [] : [`${about}.${verb}`])];
}

/**
 * @param operations the names of those that requests may be
 * @throws RangeError for a value that can't be meant; TypeError for a name that there is not
 */
export function matcherOf({ limit, ...wanted }: RequestFilter, operations: () => readonly string[]): (entries: JournalEntry[]) => JournalEntry[] {
  const most = limit === undefined ? Infinity : whole("limit", limit);
  const all = Object.entries(wanted).flatMap(([name, value]): Test[] => {
    if (!Object.hasOwn(tests, name)) throw new TypeError(`Could not look up requests: there is no filter ${JSON.stringify(name)}. There are ${filterNames.join(", ")}.`);
    return value === undefined ? [] : [(tests as unknown as Record<string, (wanted: unknown, operations: () => readonly string[]) => Test>)[name]!(value, operations)];
  });
  // slice(-0) would be all of them.
  return (entries) => {
    const found = entries.filter((entry) => all.every((test) => test(entry)));
    return found.slice(Math.max(0, found.length - most));
  };
}

/** Milliseconds, of 1973: a smaller number is a year, or seconds. */
const LEAST_INSTANT = 100_000_000_000;

function since(wanted: Instant): number {
  const expected = "an instant such as 2026-01-31T08:30:00Z, or milliseconds since 1970";
  const meant = typeof wanted === "string" ? /^\d{4}-\d\d/.test(wanted) : Number(wanted) >= LEAST_INSTANT;
  if (!meant) throw refused("since", wanted, expected);
  try {
    return instantOf(wanted);
  } catch (cause) {
    throw refused("since", wanted, expected, { cause });
  }
}

function whole(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw refused(name, value, "a whole number");
  return value;
}

const refused = (name: string, value: unknown, expected: string, options?: ErrorOptions): RangeError =>
  new RangeError(`Could not look up requests: ${name} is ${JSON.stringify(value)}, and must be ${expected}.`, options);
