import { WorldError } from "../../errors/world-error";

export class DesktopNotFound extends WorldError {
  constructor(vmName: string) {
    super(`There is no virtual desktop ${vmName} in any collection. Add it to the seed under "desktops".`);
  }
}
