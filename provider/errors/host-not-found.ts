import { SessionsError } from "./sessions-error";

/** The pool has no session host of that name. */
export class HostNotFound extends SessionsError {
  constructor(failed: string, sessionHost: string, scope: string, hosts: readonly string[]) {
    super({
      failed,
      why: `there is no session host ${sessionHost} in ${scope}. There ${hosts.length === 0 ? "is none" : `are ${hosts.join(", ")}`}`,
      remedy: "Give the whole name of one as ARM lists it, without the host pool.",
    });
  }
}
