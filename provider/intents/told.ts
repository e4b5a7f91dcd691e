import type { Backend } from "../backend";
import type { Clock } from "../clock";
import { identityOf, lastingKey } from "../identity";
import type { SessionIdentity } from "../session";
import type { GraceArgs, Intent, Memory } from "./intent";
import { noticesByKey, type Notice } from "./notice";
import { remembered } from "./remembered";

/** What a ledger holds of a message: that it is about to be sent, and what came of it. */
export interface Told {
  readonly session: SessionIdentity;
  readonly status: "about" | "sent" | "unconfirmed" | "none";
  readonly why?: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A backend that writes down each message before it is sent, and what came of it. */
export const recording = (backend: Backend, write: (entry: Told) => void, clock: Clock): Backend => ({
  atOnce: backend.atOnce,
  inTurn: (call, session, work) => backend.inTurn(call, session, work),
  sessions: (age) => backend.sessions(age),
  session: (which) => backend.session(which),
  disconnect: (session) => backend.disconnect(session),
  logOff: (session, options) => backend.logOff(session, options),
  message: async (session, message) => {
    const note = (status: Told["status"], why?: string): void => { write({ session: identityOf(session), status, at: new Date(clock.now()).toISOString(), ...(why !== undefined && { why }) }); };
    note("about");
    const delivery = await backend.message(session, message).catch((error: unknown) => {
      note("none"); // it throws only where the message has certainly not been shown
      throw error;
    });
    if (delivery.status === "unconfirmed") note("unconfirmed", delivery.why);
    else note(delivery.status === "sent" ? "sent" : "none");
    return delivery;
  },
});

/** A session of which nobody knows whether it was shown a message, and why. */
export interface Unheard {
  readonly session: SessionIdentity;
  readonly why: string;
}

/** What came of each message last. */
const lastOf = (entries: readonly Told[]): readonly Told[] => [...new Map(entries.map((entry) => [lastingKey(entry.session), entry])).values()];

const whyOf = ({ status, why }: Told): string => (status === "about" ? "the run that sent it was killed before it heard of it" : (why ?? ""));

/** Who may have been shown a message by a run that never ended. */
export const unheardIn = (entries: readonly Told[]): readonly Unheard[] =>
  lastOf(entries).flatMap((one) => (one.status === "about" || one.status === "unconfirmed" ? { session: one.session, why: whyOf(one) } : []));

/** What is remembered of messages that a run sent which never ended: one that it did not hear of may have been shown. */
export function recover(intent: Pick<Intent, "takes">, { notice }: GraceArgs, memory: Memory, entries: readonly Told[]): Memory {
  const sent = lastOf(entries).filter(({ status }) => status !== "none");
  if (sent.length === 0) return memory;

  if (intent.takes.includes("title")) {
    const recipients = new Map(remembered(memory.recipients));
    for (const one of sent) recipients.set(lastingKey(one.session), { ...one.session, ...(one.status === "sent" ? { status: "sent" } : { status: "unconfirmed", reason: whyOf(one) }) });
    return { ...memory, recipients: [...recipients.values()] };
  }
  if (!notice) return memory;
  const notices = new Map(noticesByKey(memory.notices));
  for (const one of sent) {
    const key = lastingKey(one.session);
    const delivery: Pick<Notice, "status" | "reason"> = one.status === "sent" ? { status: "shown" } : { status: "unconfirmed", reason: whyOf(one) };
    notices.set(key, { ...one.session, ...delivery, deadline: notices.get(key)?.deadline ?? new Date(Date.parse(one.at) + notice.minutes * 60_000).toISOString() });
  }
  return { ...memory, notices: [...notices.values()] };
}
