import type { Backend } from "../backend";
import { connect, connectToHosts, type Environment } from "../connect";
import { BadConfiguration } from "../errors/bad-configuration";
import { SignInFailed } from "../errors/sign-in-failed";
import { inParallel } from "../intents/in-parallel";
import type { SessionHost } from "../host";
import { isRdsDeployment, scopeKey, type Scope } from "../scope";
import type { Session } from "../session";
import { asError, troubleOf } from "./trouble";
import type { Trouble } from "./report";
import type { StoredConfig } from "./stored-config";

/** A scope as it was seen in one run, by everybody who looked at it with the same settings. */
export interface View {
  readonly scope: Scope;
  /** Absent where nobody asked for it, as are hosts. */
  readonly sessions?: Seen<Session>;
  readonly hosts?: Seen<SessionHost>;
}

/** A list, or why there is none. */
export type Seen<Item> = readonly Item[] | Trouble;

export const isTrouble = <Item>(seen: Seen<Item>): seen is Trouble => "message" in seen;

/** How many scopes are looked at at once. */
const atOnce = 8;

/** A scope, the stack's own settings to reach it with, and what is to be looked at in it. */
export interface Place {
  readonly scope: Scope;
  readonly config: StoredConfig;
  readonly lists: readonly ListName[];
}

type ListName = "sessions" | "hosts";

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
  const asked = new Map<Backend | string, { readonly first: Place; readonly by: Asker[]; readonly lists: Set<ListName>; readonly open: Opened }>();
  for (const [asker, place] of places) {
    const opened = open(place, environment);
    const same = asked.get(opened.key) ?? { first: place, by: [], lists: new Set<ListName>(), open: opened };
    same.by.push(asker);
    for (const list of place.lists) same.lists.add(list);
    asked.set(opened.key, same);
  }
  const all = await inParallel([...asked.values()], atOnce, async ({ first: { scope, config }, by, lists, open: { sessions, hosts } }) => {
    const seen = <Item>(list: Promise<readonly Item[]>): Promise<Seen<Item>> => list.catch((error: unknown) => troubleWith(error, config));
    const view: View = { scope, ...(lists.has("sessions") && { sessions: await seen(sessions()) }), ...(lists.has("hosts") && { hosts: await seen(hosts()) }) };
    return { by, view };
  });
  return {
    views: all.map(({ view }) => view),
    viewOf: new Map(all.flatMap(({ by, view }) => by.map((asker) => [asker, view] as const))),
  };
}

interface Opened {
  readonly key: Backend | string;
  readonly sessions: () => Promise<readonly Session[]>;
  readonly hosts: () => Promise<readonly SessionHost[]>;
}

/** Two scopes share a list where they share a backend; those that can't be opened, where it is for the same reason. */
function open({ scope, config }: Place, environment: Environment): Opened {
  const read = (key: string): string | undefined => config.get(key);
  try {
    const backend = connect(scope, read, environment);
    // An intent about a host of another system was refused when its state was read.
    const hosts = () => (isRdsDeployment(scope) ? Promise.resolve([]) : connectToHosts(scope, read, environment).hosts("now"));
    return { key: backend, sessions: () => backend.sessions("now"), hosts };
  } catch (error) {
    const fail = (): Promise<never> => Promise.reject(asError(error));
    return { key: `${scopeKey(scope)}\n${asError(error).message}`, sessions: fail, hosts: fail };
  }
}

/** Who stores a password in the stack's configuration has to be told that it is not taken from there. */
function troubleWith(error: unknown, { secret }: StoredConfig): Trouble {
  const trouble = troubleOf(error);
  if (secret.length === 0 || !(error instanceof SignInFailed || error instanceof BadConfiguration)) return trouble;
  const message = `${trouble.message} The stack's own ${secret.join(", ")} ${secret.length > 1 ? "are" : "is"} secret, and a drift report reads no secrets: set what Azure tools or DESKTOP_SESSIONS_RDS_* take in the environment.`;
  return { ...trouble, message };
}
