import type { JournalEntry, NearOperation, RequestTarget } from "./journal-entry";
import { Json } from "../json";
import type { WorldEvent } from "../world/events/world-event";
import { targetOfPath } from "./request-target";

/** What the planes leave in `response.locals` for the journal. */
export interface Notes extends Record<string, unknown> {
  operation?: string | undefined;
  principal?: string | undefined;
  /** Where the path does not tell it. */
  target?: RequestTarget | undefined;
  error?: { code: string; message: string } | undefined;
  /** That of a plane whose answers hold no secret, read when the journal is, unless it is longer than {@link LONGEST_ANSWER}; a text is one of a fault's own. */
  answer?: object | string | undefined;
  effects?: readonly WorldEvent[];
  effectsLeftOut?: number;
  fault?: string | undefined;
  /** Looks for it when the journal is read: that takes longer than an answer. */
  nearest?: () => NearOperation | undefined;
  /** The request, as long as it is not answered. */
  recorded?: Recorded | undefined;
}

/** Characters. The pages of a long list would fill the memory. */
export const LONGEST_ANSWER = 4_096;

/** A request as it is kept. It becomes an entry for those who read the journal: most requests are never looked at. */
export interface Recorded {
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly url: string;
  status: number | null;
  ms: number | null;
  /** By the machine's monotonic clock, in milliseconds. */
  readonly began: number;
  notes: Notes;
}

/** Without what only its answer needed: the journal is long, and all that it keeps is carried along. */
export const notesOf = ({ operation, principal, target, error, answer, effects, effectsLeftOut, fault, nearest }: Notes): Notes =>
  ({ operation, principal, target, error, answer, ...(effects && { effects }), ...(effectsLeftOut && { effectsLeftOut }), fault, ...(nearest && { nearest }) });

/** What a client may have put into its query by mistake. */
const SECRET_PARAMETER = /(?<=[?&][^=&]*(?:secret|token|password|assertion|credential)[^=&]*=)[^&]+/gi;

export function entryOf({ id, at, method, url, status, ms, notes }: Recorded): JournalEntry {
  const answer = notes.answer instanceof Json ? (JSON.parse(notes.answer.text) as object) : (notes.answer ?? null);
  const { operation = null, principal = null, target = targetOfPath(url) ?? null, error = errorIn(answer), effects = [], effectsLeftOut = 0, fault = null } = notes;
  return {
    id,
    at: new Date(at).toISOString(),
    method,
    url: url.replace(SECRET_PARAMETER, "***"),
    operation,
    target,
    status,
    ms,
    principal,
    error,
    answer,
    effects,
    effectsLeftOut,
    fault,
    nearest: notes.nearest?.() ?? null,
  };
}

/** ARM's answers say what is wrong as `error`, those of faults too. */
function errorIn(answer: object | string | null): JournalEntry["error"] {
  const { code, message } = (answer as { error?: { code?: unknown; message?: unknown } } | null)?.error ?? {};
  return typeof code === "string" && typeof message === "string" ? { code, message } : null;
}
