import type { Backend } from "../backend";
import { connect, type Environment } from "../connect";
import { BadConfiguration } from "../errors/bad-configuration";
import { SignInFailed } from "../errors/sign-in-failed";
import { inParallel } from "../intents/in-parallel";
import { scopeKey, type Scope } from "../scope";
import type { Session } from "../session";
import { asError, troubleOf } from "./trouble";
import type { Trouble } from "./report";
import type { StoredConfig } from "./stored-config";

/** A scope as it was seen in one run, by everybody who looked at it with the same settings. */
export interface View {
  readonly scope: Scope;
  readonly seen: readonly Session[] | Trouble;
}

/** How many scopes are looked at at once. */
const atOnce = 8;

/** A scope, and the stack's own settings to reach it with. */
export interface Place {
  readonly scope: Scope;
  readonly config: StoredConfig;
}

/**
 * Looks at each scope once, however many ask: a list takes as long as it takes, and a run with it, so that the moment for
 * which the lists of an update are shared would not do.
 *
 * @param places by whoever asks for them.
 * @returns the views, and for each who asked the own one.
 */
export async function viewsOf<Asker>(
  places: ReadonlyMap<Asker, Place>,
  environment: Environment,
): Promise<{ readonly views: readonly View[]; readonly viewOf: ReadonlyMap<Asker, View> }> {
  const asked = new Map<Backend | string, { readonly first: Place; readonly by: Asker[]; readonly list: () => Promise<readonly Session[]> }>();
  for (const [asker, place] of places) {
    const { key, list } = open(place, environment);
    const same = asked.get(key);
    if (same) same.by.push(asker);
    else asked.set(key, { first: place, by: [asker], list });
  }
  const all = await inParallel([...asked.values()], atOnce, async ({ first, by, list }) => ({
    by,
    view: { scope: first.scope, seen: await list().catch((error: unknown) => troubleWith(error, first.config)) },
  }));
  return {
    views: all.map(({ view }) => view),
    viewOf: new Map(all.flatMap(({ by, view }) => by.map((asker) => [asker, view] as const))),
  };
}

/** Two scopes share a list where they share a backend; those that can't be opened, where it is for the same reason. */
function open({ scope, config }: Place, environment: Environment): { key: Backend | string; list: () => Promise<readonly Session[]> } {
  try {
    const backend = connect(scope, (key) => config.get(key), environment);
    return { key: backend, list: () => backend.sessions("now") };
  } catch (error) {
    return { key: `${scopeKey(scope)}\n${asError(error).message}`, list: () => Promise.reject(asError(error)) };
  }
}

/** Who stores a password in the stack's configuration has to be told that it is not taken from there. */
function troubleWith(error: unknown, { secret }: StoredConfig): Trouble {
  const trouble = troubleOf(error);
  if (secret.length === 0 || !(error instanceof SignInFailed || error instanceof BadConfiguration)) return trouble;
  const message = `${trouble.message} The stack's own ${secret.join(", ")} ${secret.length > 1 ? "are" : "is"} secret, and a drift report reads no secrets: set what Azure tools or DESKTOP_SESSIONS_RDS_* take in the environment.`;
  return { ...trouble, message };
}
