import { WorldError } from "../../errors/world-error";

export class DesktopNotRunning extends WorldError {
  /** @param what could not be done: "log off session 3 of CONTOSO\bob" */
  constructor(what: string, { name, host, state }: { name: string; host: { name: string }; state: string }) {
    super(`Could not ${what} on ${name} (${host.name}): the virtual desktop is ${state}. Start it first.`);
  }
}
