import { WorldError } from "./world-error";

/** Thrown when a user wants to get on a host whose state says that it takes no connections. */
export class SessionHostClosed extends WorldError {
  /** @param verb `sign alice@contoso.com in` */
  constructor(verb: string, sessionHostName: string, status: string) {
    super(`Could not ${verb} on ${sessionHostName}: the host is ${status}, in which nobody gets on it. Make it Available first.`);
  }
}
