import { nameOf } from "../identity";
import type { SessionIdentity } from "../session";
import { LeftAlone } from "./left-alone";

/** The list did not say what the session said when it was read just before the act: that `protect` names it. It was left alone. */
export class SessionProtected extends LeftAlone {
  constructor(verb: string, session: SessionIdentity, why: string) {
    super({
      failed: `${verb} ${nameOf(session)}`,
      why: `it was read once more, and ${why}`,
      remedy: "It was left alone. Name its user or host in `except`, or take it out of `protect`.",
    });
  }
}
