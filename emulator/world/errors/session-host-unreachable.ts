import { WorldError } from "./world-error";

/** Thrown when a session is disconnected, or logged off without `force`, on a host whose state says that it does not answer. */
export class SessionHostUnreachable extends WorldError {
  /** @param verb `log off` */
  constructor(verb: "disconnect" | "log off", userSessionId: number, sessionHostName: string, status: string) {
    super(`Could not ${verb} session ${userSessionId} on ${sessionHostName}: the host is ${status}, so nobody can ${verb} anybody there. Start the host, or log the session off by force: it is then forgotten.`);
  }
}
