import { SessionsError } from "./sessions-error";

/** The pool has no session host of that name, or none of some names. */
export class HostNotFound extends SessionsError {
  /** @param more what else there is to do about it. */
  constructor(failed: string, missing: string | readonly string[], scope: string, hosts: readonly string[], more: readonly string[] = []) {
    const names = [missing].flat();
    super({
      failed,
      why: `there is no session host ${names.join(", and none ")} in ${scope}. There ${hosts.length === 0 ? "is none" : `are ${hosts.join(", ")}`}`,
      remedy: ["Give the whole name of one as ARM lists it, without the host pool.", ...more].join(" "),
    });
  }
}
