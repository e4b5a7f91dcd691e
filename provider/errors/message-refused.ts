import { nameOf } from "../identity";
import type { SessionIdentity } from "../session";
import { SessionsError } from "./sessions-error";

/** The system says that there is no such session, and shows it when asked. */
export class MessageRefused extends SessionsError {
  constructor(session: SessionIdentity) {
    super({
      failed: `send the message to ${nameOf(session)}`,
      why: "the system does not find the session when it is sent a message, and still finds it when it is read",
      remedy: "It was not shown. The next update tries again.",
    });
  }
}
