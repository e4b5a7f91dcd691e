import type { UserSession } from "../world/user-session";
import { Json } from "../json";
import { Written } from "../written";
import type { ResourcePath } from "./resource-path";

/** The properties of an object that may be assigned to: without them, and read-only, it is another type. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- two generic functions are compared for identity
type Mutable<T> = { [K in keyof T]-?: (<U>() => U extends Pick<T, K> ? 1 : 2) extends <U>() => U extends Readonly<Pick<T, K>> ? 1 : 2 ? never : K }[keyof T];

/** A session's JSON, and what it depends on. What follows does not compile when a session gets another property that can change. */
interface SessionText extends Readonly<Pick<UserSession, Mutable<UserSession>>> {
  scope: string;
  json: Json;
}

/**
 * The JSON of sessions as it was written before. It is written anew when the session's state or the case of the caller's names
 * is another one.
 */
export class SessionTexts {
  readonly #format: (session: UserSession, path: ResourcePath) => object;
  readonly #written = new Written<SessionText>();

  constructor(format: (session: UserSession, path: ResourcePath) => object) {
    this.#format = format;
  }

  of(session: UserSession, path: ResourcePath, scope = scopeOf(path)): Json {
    const { sessionState } = session;
    const known = this.#written.get(session);
    if (known?.scope === scope && known.sessionState === sessionState) return known.json;
    const json = new Json(JSON.stringify(this.#format(session, path)));
    this.#written.set(session, { scope, sessionState, json });
    return json;
  }

  list(sessions: readonly UserSession[], path: ResourcePath, nextLink: string | null): Json {
    const scope = scopeOf(path);
    return new Json(`{"value":[${sessions.map((session) => this.of(session, path, scope).text).join(",")}],"nextLink":${JSON.stringify(nextLink)}}`);
  }
}

/** The names that an answer repeats in the case in which it was asked; none of them can hold a slash. */
const scopeOf = ({ subscriptionId, resourceGroupName, names: [pool, host] }: ResourcePath): string => `${subscriptionId}/${resourceGroupName}/${pool}/${host}`;
