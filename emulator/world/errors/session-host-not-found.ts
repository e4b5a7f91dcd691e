import { WorldError } from "./world-error";

export class SessionHostNotFound extends WorldError {
  constructor(sessionHostName: string, hostPoolName?: string) {
    const place = hostPoolName === undefined ? "in any host pool" : `in host pool ${hostPoolName}`;
    super(`There is no session host ${sessionHostName} ${place}. Add it to the seed under "sessionHosts".`);
  }
}
