import type { Transitions } from "../life/transitions";
import type { VirtualDesktop } from "./virtual-desktop";

/** What is said of a collection of virtual desktops when it is made. */
export interface NewDesktopCollection {
  /** For people. Default: the alias. */
  name?: string | undefined;
  /** What takes its time on its desktops. Default: as in the whole world. */
  transitions?: Transitions | undefined;
}

/** Virtual desktops under one alias. */
export class DesktopCollection {
  readonly alias: string;
  readonly name: string;
  transitions: Transitions;
  readonly #desktops = new Map<string, VirtualDesktop>();

  constructor(alias: string, from: NewDesktopCollection = {}) {
    this.alias = alias;
    this.name = from.name ?? alias;
    this.transitions = from.transitions ?? {};
  }

  /** In the order in which they were made. */
  get desktops(): Iterable<VirtualDesktop> {
    return this.#desktops.values();
  }

  add(desktop: VirtualDesktop): void {
    this.#desktops.set(desktop.name.toLowerCase(), desktop);
  }
}
