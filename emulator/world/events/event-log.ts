import { BoundedLog } from "../bounded-log";
import type { World } from "../world";
import type { WorldEvent } from "./world-event";

/** The oldest events are forgotten beyond this. */
const KEPT = { entries: 1_000, characters: 16_000_000 };

/** An event and its number, which grows by one from event to event. */
export interface LoggedEvent {
  id: number;
  event: WorldEvent;
}

/** What happened in a world since the log was made, for those who have missed some of it. */
export class EventLog {
  readonly #events = new BoundedLog<WorldEvent>(KEPT);
  #last = 0;
  readonly #followers = new Set<(logged: LoggedEvent) => void>();

  constructor(world: World) {
    world.observe((event) => this.#add(event));
  }

  /**
   * What came after an event.
   *
   * @param id its number; that of another log, or none at all, is before everything
   * @returns also whether there may have been more than is kept
   */
  after(id: number): { missed: readonly LoggedEvent[]; lost: boolean } {
    const known = Number.isSafeInteger(id) && id >= 0 && id <= this.#last;
    const events = this.#events.all;
    const before = this.#last - events.length;
    const missed = events.map((event, index) => ({ id: before + index + 1, event })).filter((logged) => !known || logged.id > id);
    return { missed, lost: !known || (missed[0]?.id ?? id + 1) > id + 1 };
  }

  /** @returns ends it */
  follow(follower: (logged: LoggedEvent) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  #add(event: WorldEvent): void {
    const logged = { id: ++this.#last, event };
    this.#events.add(event);
    for (const follower of this.#followers) follower(logged);
  }
}
