import { BoundedLog } from "./bounded-log";
import type { DesktopMessage } from "./desktop-message";
import type { Message } from "./message";

/** The oldest messages are forgotten beyond this, so that a long-running emulator does not grow. */
const KEPT = { entries: 10_000, characters: 16_000_000 };

/** What was sent to sessions of either system, oldest first. */
export class MessageLog {
  readonly #log = new BoundedLog<Message | DesktopMessage>(KEPT);

  get all(): readonly (Message | DesktopMessage)[] {
    return this.#log.all;
  }

  get toUserSessions(): readonly Message[] {
    return this.#log.all.filter((message): message is Message => "sessionHost" in message);
  }

  get toDesktops(): readonly DesktopMessage[] {
    return this.#log.all.filter((message): message is DesktopMessage => "vmHostName" in message);
  }

  add(message: Message | DesktopMessage): void {
    this.#log.add(message);
  }

  /** @param subscriptionId default: of everything */
  clear(subscriptionId?: string): void {
    this.#log.keep((message) => subscriptionId !== undefined && (!("subscriptionId" in message) || message.subscriptionId !== subscriptionId));
  }
}
