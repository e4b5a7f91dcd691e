import { styleText } from "node:util";
import type { JournalEntry } from "../emulator/journal/journal-entry";
import { visible } from "../provider/drift/formats/visible";
import { effectInWords } from "./effect-in-words";

/** How `emulate` tells of requests. */
export const logFormats = ["text", "json", "none"] as const;
export type LogFormat = (typeof logFormats)[number];

/** A line of the log. @param stream where it goes: colours are for terminals */
export type RenderRequest = (entry: JournalEntry, stream: NodeJS.WritableStream) => string;

/** One line for a person: `08:30:00 200 DELETE …/userSessions/3  UserSessions_Delete  4 ms  → sh-0/3 bob@contoso.com logged off`. */
export const renderRequest: RenderRequest = ({ at, status, method, url, operation, ms, error, fault, nearest, effects }, stream) => {
  const ok = status !== null && status < 400;
  const parts = [
    `${new Date(at).toTimeString().slice(0, 8)} ${styleText(ok ? "green" : "red", String(status ?? "cut"), { stream })} ${method} ${shortPath(url)}`,
    ...(operation === null ? [] : [operation]),
    ...(ms === null ? [] : [`${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`]),
    ...(fault === null ? [] : [`by ${fault}`]),
    ...(error === null ? [] : [`${error.code}: ${withoutIds(error.message)}`]),
    ...(nearest === null ? [] : [`perhaps ${nearest.id ?? `${nearest.method} ${nearest.path}`}: ${nearest.differs}`]),
    ...(effects.length === 0 ? [] : [`→ ${effects.map(effectInWords).join(", ")}`]),
  ];
  // The status has colour, which is not to be spelled out, and Node takes no URL with controls in it; what follows has names.
  const [head, ...rest] = parts as [string, ...string[]];
  return [head, ...rest.map(visible)].join("  ");
};

/** Names from the pool inwards say enough: of a path of ARM, the last two segments, or three where the last is a verb. */
function shortPath(url: string): string {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const segments = path.split("/").slice(1);
  const kept = segments.slice(/^(disconnect|sendMessage)$/i.test(segments.at(-1) ?? "") ? -3 : -2);
  const asked = query.split("&").filter((each) => each !== "" && !/^api-version=/i.test(each)).join("&");
  return `${kept.length < segments.length && segments[0]?.toLowerCase() === "subscriptions" ? `…/${kept.join("/")}` : path}${asked === "" ? "" : `?${asked}`}`;
}

/** The provider's errors begin with an id that nobody reads, Entra's end with what to do, at length. */
const withoutIds = (message: string): string => message.replace(/^ActivityId: \S+ Error: /, "").split(/(?<=\.) /, 1)[0]!;
