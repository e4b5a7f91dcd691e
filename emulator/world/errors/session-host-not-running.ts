import { WorldError } from "./world-error";

/** Thrown when a user wants to get on a host whose state says that it does not answer. */
export class SessionHostNotRunning extends WorldError {
  /** @param verb `sign alice@contoso.com in` */
  constructor(verb: string, sessionHostName: string, status: string) {
    super(`Could not ${verb} on ${sessionHostName}: the host is ${status}. Start it first.`);
  }
}
