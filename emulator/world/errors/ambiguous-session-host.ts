import { WorldError } from "./world-error";

/** Thrown where a host is named without its host pool, and several pools have a host of that name. */
export class AmbiguousSessionHost extends WorldError {
  constructor(sessionHostName: string, hostPoolNames: readonly string[]) {
    super(`There is a session host ${sessionHostName} in each of the host pools ${hostPoolNames.join(", ")}. Say which host pool you mean.`);
  }
}
