import { WorldError } from "../../errors/world-error";
import type { VirtualDesktopSession } from "../virtual-desktop-session";

/** Thrown when a user wants to reconnect to a session that is being logged off. */
export class DesktopSessionEnding extends WorldError {
  constructor({ id, user, desktop }: VirtualDesktopSession) {
    super(`Could not reconnect session ${id} of ${user} on ${desktop.name} (${desktop.host.name}): it is being logged off. Sign the user in again once it is gone.`);
  }
}
