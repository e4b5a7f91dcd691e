import type { DesktopMessage } from "./desktop-message";
import type { Message } from "./message";

/** The oldest messages are forgotten beyond this many, so that a long-running emulator does not grow. */
const MESSAGES_KEPT = 10_000;

/** What was sent to sessions of either system, oldest first. */
export class MessageLog {
  #all: (Message | DesktopMessage)[] = [];

  get all(): readonly (Message | DesktopMessage)[] {
    return this.#all;
  }

  get toUserSessions(): readonly Message[] {
    return this.#all.filter((message): message is Message => "sessionHost" in message);
  }

  get toDesktops(): readonly DesktopMessage[] {
    return this.#all.filter((message): message is DesktopMessage => "vmHostName" in message);
  }

  add<M extends Message | DesktopMessage>(message: M): M {
    this.#all.push(message);
    if (this.#all.length > MESSAGES_KEPT) this.#all.shift();
    return message;
  }

  /** @param subscriptionId default: of everything */
  clear(subscriptionId?: string): void {
    this.#all = subscriptionId === undefined ? [] : this.#all.filter((message) => !("subscriptionId" in message) || message.subscriptionId !== subscriptionId);
  }
}
