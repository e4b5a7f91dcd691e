import { WorldError } from "./world-error";

/** Thrown when the host pool, or where none was named any pool, has no session host of that name (compared without case). */
export class SessionHostNotFound extends WorldError {
  constructor(sessionHostName: string, hostPoolName?: string) {
    const place = hostPoolName === undefined ? "in any host pool" : `in host pool ${hostPoolName}`;
    super(`There is no session host ${sessionHostName} ${place}. Add it to the seed under "sessionHosts".`);
  }
}
