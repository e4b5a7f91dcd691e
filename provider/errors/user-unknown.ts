import { nameOf } from "../identity";
import type { SessionIdentity } from "../session";
import { LeftAlone } from "./left-alone";

/** Users are excepted, and the system does not say whose session this is, or not in the words that they are excepted in. It was left alone. */
export class UserUnknown extends LeftAlone {
  /** @param excepted the one of them that the user of this session may be */
  constructor(verb: string, session: SessionIdentity, excepted: string) {
    super({
      failed: `${verb} ${nameOf(session)}`,
      why: `some users are excepted, and nobody can tell whether this one is: the system gives no name of that user to hold against "${excepted}"`,
      remedy: "It was left alone. Find out whose session it is, and name users in except.users as the system does.",
    });
  }
}
