import type { Protection } from "../protection";
import type { Selector } from "../selector";
import { namesOf, type Session } from "../session";
import { untold } from "../user-name";
import type { IntentArgs } from "./intent";
import { listed } from "./sentences";

/** A name that a program gives as it is: where it stands, and whose it is. */
export interface GivenName {
  readonly path: string;
  readonly of: "user" | "sessionHost";
  readonly name: string;
}

const named = (path: string, of: GivenName["of"], names: readonly string[] = []): readonly GivenName[] => names.map((name) => ({ path, of, name }));

/** All names that the arguments of an intent about sessions give. */
export const namesIn = ({ sessions: { user, sessionHost, except }, protect }: Pick<IntentArgs, "sessions" | "protect">): readonly GivenName[] => [
  ...named("sessions.user", "user", user === undefined ? [] : [user]),
  ...named("sessions.sessionHost", "sessionHost", sessionHost === undefined ? [] : [sessionHost]),
  ...exceptedNames("sessions.except", except),
  ...protectedNames(protect),
];

export const exceptedNames = (path: string, { users, sessionHosts }: NonNullable<Selector["except"]> = {}): readonly GivenName[] => [
  ...named(`${path}.users`, "user", users),
  ...named(`${path}.sessionHosts`, "sessionHost", sessionHosts),
];

/** A pattern is written for whoever may come, and is right where it means nobody; so only whole names are held against who is there. */
export const protectedNames = ({ users = [], sessionHosts = [] }: Protection = {}): readonly GivenName[] =>
  exceptedNames("protect", { users: users.filter(isWhole), sessionHosts: sessionHosts.filter(isWhole) });

const isWhole = (name: string): boolean => !name.includes("*");

/**
 * Lines about names that nobody there has. They may be absent by right, or misspelt, and then somebody is touched who was to be
 * spared, or nobody who was meant. None where nobody is there at all, and of none that the system may not tell.
 */
export function absentAmong(names: readonly GivenName[], sessions: readonly Session[]): readonly string[] {
  if (sessions.length === 0) return [];
  const there = { user: lowered(sessions.flatMap(namesOf)), sessionHost: lowered(sessions.map(({ sessionHost }) => sessionHost)) };
  const absent = names.filter(({ of, name }) => !there[of].has(name.toLowerCase()) && !(of === "user" && sessions.some((session) => untold([name], session) !== undefined)));
  const spelt = (kind: GivenName["of"]): readonly string[] => absent.filter(({ of }) => of === kind).map(({ path, name }) => `${path} "${name}"`);
  const [users, hosts] = [spelt("user"), spelt("sessionHost")];
  return [
    ...(users.length > 0 ? [`${listed(users)} ${users.length === 1 ? "is" : "are"} nobody who is there: absent, or misspelt?`] : []),
    ...(hosts.length > 0 ? [`Nobody is on ${listed(hosts)}: empty, or misspelt?`] : []),
  ];
}

const lowered = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));
