import { byPlace } from "../by-place";
import { nameOf } from "../identity";
import { countOf, roster } from "../intents/sentences";
import type { SessionIdentity } from "../session";
import { SessionsError } from "./sessions-error";

/** Sessions that `protect` names would have been touched; nothing was. */
export class SessionsProtected extends SessionsError {
  /** @param others what would have been done to whom beside them. */
  constructor(verb: string, scope: string, refused: readonly { readonly session: SessionIdentity; readonly why: string }[], others: readonly SessionIdentity[]) {
    const rest = others.length === 0 ? "" : `. It would also have hit ${roster(others.toSorted(byPlace).map(nameOf))}`;
    super({
      failed: `${verb} ${countOf(refused.length + others.length)} in ${scope}`,
      why: `${roster(refused.map(({ session, why }) => `${nameOf(session)} is not to be touched (${why})`))}, and nothing was touched${rest}`,
      remedy: "Name them in `except`, or take them out of `protect`.",
    });
  }
}
