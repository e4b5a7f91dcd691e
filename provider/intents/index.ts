import { messageSent } from "./message-sent";
import { sessionDisconnected } from "./session-disconnected";
import { sessionLoggedOff } from "./session-logged-off";

/** Every intent, by the name of its Pulumi class. */
export const intents = {
  SessionDisconnected: sessionDisconnected,
  SessionLoggedOff: sessionLoggedOff,
  MessageSent: messageSent,
} as const;

export type IntentName = keyof typeof intents;
