import { namesOf, type Session } from "./session";

/** A user principal name has an `@`, and `DOMAIN\name` has a `\`; neither may have the other's. A pattern may have none of both. */
const forms = ["@", "\\"] as const;

/**
 * The first of some names that nobody can hold a session against, because the system does not tell a name of its form: `DOMAIN\bob`
 * where only the user principal name is known. Any name is, where the system names nobody. `undefined`: all can be.
 *
 * @param given names or patterns of users
 */
export function untold(given: readonly string[], session: Session): string | undefined {
  const told = namesOf(session);
  const isTold = (form: string): boolean => told.some((name) => name.includes(form));
  return given.find((name) => told.length === 0 || forms.some((form) => name.includes(form) && !isTold(form)));
}
