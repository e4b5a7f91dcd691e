import { nameOf } from "../identity";
import type { SessionIdentity } from "../session";
import { SessionsError } from "./sessions-error";

/** Users are excepted, and the system does not say whose session this is. It was left alone. */
export class UserUnknown extends SessionsError {
  constructor(verb: string, session: SessionIdentity) {
    super({
      failed: `${verb} ${nameOf(session)}`,
      why: "some users are excepted, and nobody can tell whether this one is",
      remedy: "It was left alone. Find out whose session it is, or leave except.users out.",
    });
  }
}
