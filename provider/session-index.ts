import { namesOf, type Session } from "./session";

type Groups = ReadonlyMap<string, readonly Session[]>;

const names = {
  user: namesOf,
  sessionHost: ({ sessionHost }: Session) => [sessionHost],
} as const;

/** The sessions of a list by the lower case of their names, grouped when it is first asked for. */
class SessionIndex {
  readonly #groups: Partial<Record<keyof typeof names, Groups>> = {};

  constructor(private readonly sessions: readonly Session[]) {}

  named(key: keyof typeof names, name: string): readonly Session[] {
    const groups = (this.#groups[key] ??= groupBy(this.sessions, names[key]));
    return groups.get(name.toLowerCase()) ?? [];
  }
}

/** A session is in the group of each of its names. */
function groupBy(sessions: readonly Session[], namesOf: (session: Session) => readonly string[]): Groups {
  const groups = new Map<string, Session[]>();
  for (const session of sessions) {
    for (const name of new Set(namesOf(session).map((one) => one.toLowerCase()))) {
      const group = groups.get(name);
      if (group) group.push(session);
      else groups.set(name, [session]);
    }
  }
  return groups;
}

const indexes = new WeakMap<readonly Session[], SessionIndex>();

/**
 * The sessions of a list that can have this user and be on this host. Intents share lists: a thousand of them that name
 * one user each must not look through ten thousand sessions each.
 */
export function candidates(
  sessions: readonly Session[],
  { user, sessionHost }: { readonly user?: string; readonly sessionHost?: string },
): readonly Session[] {
  if (user === undefined && sessionHost === undefined) return sessions;
  let index = indexes.get(sessions);
  if (!index) indexes.set(sessions, (index = new SessionIndex(sessions)));
  return user === undefined ? index.named("sessionHost", sessionHost!) : index.named("user", user);
}
