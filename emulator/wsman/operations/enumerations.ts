import type { Clock } from "../../clock";
import type { BrokerUser } from "../../world/rds/broker-user";
import { faults } from "../soap/faults";
import { newId } from "../soap/format";
import type { Xml } from "../xml/xml";

/** A context that nobody pulls from for this long is forgotten. */
const IDLE = 60_000;
/** Windows' MaxConcurrentOperationsPerUser. */
const MOST_PER_USER = 1_500;

/** An enumeration that is not at its end. */
export interface Enumeration {
  /** Nobody else may pull from it. */
  readonly user: BrokerUser;
  /** What there was when it began. What instances hold is looked up when they are sent. */
  readonly instances: readonly object[];
  readonly render: (instance: object) => Xml;
  /** Told of each instance that was sent. */
  readonly shown: (instance: object) => void;
  /** How many were sent. */
  position: number;
}

/** Contexts of enumerations, in the order in which they were last used. */
export class Enumerations {
  readonly #clock: Clock;
  readonly #open = new Map<string, { enumeration: Enumeration; usedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  clear(): void {
    this.#open.clear();
  }

  /** @returns the context. @throws WsmanFault when the user has too many */
  keep(enumeration: Enumeration): string {
    this.#forgetIdle();
    if (this.#open.size >= MOST_PER_USER && this.#countOf(enumeration.user) >= MOST_PER_USER) throw faults.quota(MOST_PER_USER);
    const context = newId();
    this.#open.set(context, { enumeration, usedAt: this.#clock.now() });
    return context;
  }

  /** @throws WsmanFault */
  find(context: string, user: BrokerUser): Enumeration {
    this.#forgetIdle();
    const found = this.#open.get(context)?.enumeration;
    if (found?.user.name !== user.name) throw faults.invalidEnumerationContext();
    return found;
  }

  /** A context is good for one pull that is answered: the answer has the next, so that who goes on with an old one finds out. */
  forget(context: string): void {
    this.#open.delete(context);
  }

  #countOf(user: BrokerUser): number {
    return [...this.#open.values()].filter(({ enumeration }) => enumeration.user.name === user.name).length;
  }

  #forgetIdle(): void {
    const now = this.#clock.now();
    // All of them: a clock that was set back makes later ones look older.
    for (const [context, { usedAt }] of this.#open) if (now - usedAt >= IDLE) this.#open.delete(context);
  }
}
