import type { JournalEntry, RequestTarget } from "./journal-entry";
import type { WorldEvent } from "../world/events/world-event";
import { targetOfPath } from "./request-target";

/** What the planes leave in `response.locals` for the journal. */
export interface Notes extends Record<string, unknown> {
  operation?: string | undefined;
  principal?: string | undefined;
  /** Where the path does not tell it. */
  target?: RequestTarget | undefined;
  error?: { code: string; message: string } | undefined;
  /** JSON, of a plane whose answers hold no secret; see {@link LONGEST_ANSWER}. */
  answer?: string | undefined;
  effects?: readonly WorldEvent[];
  fault?: unknown;
  nearest?: unknown;
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
  readonly notes: Notes;
}

/** What a client may have put into its query by mistake. */
const SECRET_PARAMETER = /(?<=[?&][^=&]*(?:secret|token|password|assertion|credential)[^=&]*=)[^&]+/gi;

export function entryOf({ id, at, method, url, status, ms, notes }: Recorded): JournalEntry {
  const { operation = null, principal = null, target = targetOfPath(url) ?? null, error = null, answer, effects = [], fault = null, nearest = null } = notes;
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
    answer: answer === undefined || answer === "" ? null : (JSON.parse(answer) as unknown),
    effects,
    fault,
    nearest,
  };
}
