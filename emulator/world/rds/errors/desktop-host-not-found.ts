import { WorldError } from "../../errors/world-error";

export class DesktopHostNotFound extends WorldError {
  constructor(vmHostName: string) {
    super(`There is no virtual desktop on a host ${vmHostName}. Add one to the seed under "desktops", with that "host".`);
  }
}
