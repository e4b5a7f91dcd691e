import { namesOf, type Session } from "./session";

const names = {
  user: namesOf,
  sessionHost: ({ sessionHost }: Session) => [sessionHost],
} as const;

/** The sessions of a list that go by one name. */
interface Group {
  readonly sessions: Session[];
  /** As the list writes it: mostly in one way only. */
  readonly spellings: Set<string>;
}

const nobody: Group = { sessions: [], spellings: new Set() };

/** The sessions of a list by the lower case of their names, grouped when it is first asked for. */
export class SessionIndex {
  readonly #groups: Partial<Record<keyof typeof names, ReadonlyMap<string, Group>>> = {};

  constructor(private readonly sessions: readonly Session[]) {}

  /** Those that can have this user and be on this host. */
  candidates({ user, sessionHost }: { readonly user?: string; readonly sessionHost?: string }): readonly Session[] {
    if (user !== undefined) return this.#group("user", user).sessions;
    return sessionHost === undefined ? this.sessions : this.#group("sessionHost", sessionHost).sessions;
  }

  /** All ways in which the list writes some names: who compares with them need not fold each name again. */
  spellings(key: keyof typeof names, given: readonly string[]): ReadonlySet<string> {
    return new Set(given.flatMap((name) => [...this.#group(key, name).spellings]));
  }

  #group(key: keyof typeof names, name: string): Group {
    const groups = (this.#groups[key] ??= groupBy(this.sessions, names[key]));
    return groups.get(name.toLowerCase()) ?? nobody;
  }
}

/** A session is in the group of each of its names. */
function groupBy(sessions: readonly Session[], namesOf: (session: Session) => readonly string[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const session of sessions) {
    for (const spelling of namesOf(session)) {
      const name = spelling.toLowerCase();
      let group = groups.get(name);
      if (!group) groups.set(name, (group = { sessions: [], spellings: new Set() }));
      group.spellings.add(spelling);
      if (group.sessions.at(-1) !== session) group.sessions.push(session);
    }
  }
  return groups;
}

const indexes = new WeakMap<readonly Session[], SessionIndex>();

/**
 * The index of a list. Intents share lists: a thousand of them that name somebody each must not look through ten thousand
 * sessions each.
 */
export function indexOf(sessions: readonly Session[]): SessionIndex {
  let index = indexes.get(sessions);
  if (!index) indexes.set(sessions, (index = new SessionIndex(sessions)));
  return index;
}
