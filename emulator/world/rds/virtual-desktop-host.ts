import type { VirtualDesktopSession } from "./virtual-desktop-session";

/** The lowest id that a session gets, as on a session host of Azure. */
const FIRST_ID = 2;

/** A machine that virtual desktops run on. Ids of sessions are unique on it, over all its desktops. */
export class VirtualDesktopHost {
  readonly name: string;
  readonly #sessions = new Map<number, VirtualDesktopSession>();
  #lowestFree = FIRST_ID;

  constructor(name: string) {
    this.name = name;
  }

  findSession(id: number): VirtualDesktopSession | undefined {
    return this.#sessions.get(id);
  }

  /** The lowest free id, so that stale ids hurt in tests first: a choice. */
  nextId(): number {
    while (this.#sessions.has(this.#lowestFree)) this.#lowestFree++;
    return this.#lowestFree;
  }

  add(session: VirtualDesktopSession): void {
    this.#sessions.set(session.id, session);
  }

  remove(session: VirtualDesktopSession): void {
    this.#sessions.delete(session.id);
    if (session.id >= FIRST_ID) this.#lowestFree = Math.min(this.#lowestFree, session.id);
  }
}
