import type { Session } from "./session";

type Groups = ReadonlyMap<string, readonly Session[]>;

/** The sessions of a list by the lower case of one of their names, grouped when it is first asked for. */
class SessionIndex {
  readonly #groups: Partial<Record<"user" | "sessionHost", Groups>> = {};

  constructor(private readonly sessions: readonly Session[]) {}

  named(key: "user" | "sessionHost", name: string): readonly Session[] {
    const groups = (this.#groups[key] ??= Map.groupBy(this.sessions, (session) => session[key].toLowerCase()));
    return groups.get(name.toLowerCase()) ?? [];
  }
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
