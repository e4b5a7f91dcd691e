import { isDeepStrictEqual } from "node:util";
import { identityOf, lastingKey } from "../identity";
import { showsMessages, type Session } from "../session";
import { deliver } from "./deliver";
import { commonArguments, type Intent, type IntentArgs, type Memory, type Outcome, type Recipient } from "./intent";
import { remembered } from "./remembered";

export interface MessageSentArgs extends IntentArgs {
  readonly title: string;
  readonly body: string;
  /** Any values; when one changes, the message is a new one and is sent again. */
  readonly triggers?: readonly unknown[];
  /**
   * `present` (default): the sessions that match when the message is first sent. `newcomers`: also those that appear, or
   * become active, later.
   */
  readonly audience?: "present" | "newcomers";
}

/**
 * Everybody of the audience was sent the message, once. Only `Active` sessions show messages, so only they are an
 * audience. A message is never repeated to a session that may have seen it.
 */
export const messageSent: Intent<MessageSentArgs> = {
  takes: [...commonArguments, "title", "body", "triggers", "audience"],
  call: "message",
  verb: "send the message to",
  done: "told",
  doing: "Told",
  wanted: "sent",
  found: () => "not sent",
  violations: (args, matching, memory) => untold(args, matching.filter(showsMessages), memory),
  deaf: (args, matching, memory) => untold(args, matching.filter((session) => !showsMessages(session)), memory),
  isUnbegun: ({ audienceChosen }) => !audienceChosen,
  act: deliver,
  remember: ({ audience }, { recipients }, outcomes, sessions) => {
    const told = new Map(remembered(recipients));
    for (const outcome of outcomes) {
      const recipient = recipientOf(outcome);
      if (recipient) told.set(lastingKey(recipient), recipient);
    }
    // An audience that goes on growing forgets whoever is gone for good, or the state would grow with it.
    const present = new Set(sessions.map(lastingKey));
    const kept = audience === "newcomers" ? [...told].filter(([key]) => present.has(key)) : [...told];
    return { recipients: kept.map(([, recipient]) => recipient), audienceChosen: true };
  },
  recall: ({ recipients = [], audienceChosen = false }, before, now) => {
    const sameMessage = (["title", "body", "triggers"] as const).every((key) => isDeepStrictEqual(before[key], now[key]));
    if (!sameMessage) return {};
    // Another choice of sessions opens the audience to those it adds; nobody is told twice.
    return { recipients, audienceChosen: audienceChosen && isDeepStrictEqual(before.sessions, now.sessions) };
  },
};

/** Those of some sessions that belong to the audience, and were not sent the message. */
function untold({ audience }: MessageSentArgs, sessions: readonly Session[], { recipients, audienceChosen }: Memory): readonly Session[] {
  const told = remembered(recipients);
  const admitsStrangers = !audienceChosen || audience === "newcomers";
  return sessions.filter((session) => {
    const recipient = told.get(lastingKey(session));
    return recipient === undefined ? admitsStrangers : recipient.status === "failed";
  });
}

function recipientOf({ session, result }: Outcome): Recipient | undefined {
  const identity = identityOf(session);
  if (result instanceof Error) return { ...identity, status: "failed", reason: result.message };
  if (result.status === "closed") return { ...identity, status: "failed", reason: "the window had closed before it could be sent" };
  if (result.status === "unconfirmed") return { ...identity, status: "unconfirmed", reason: result.why };
  return result.status === "sent" ? { ...identity, status: "sent" } : undefined;
}
