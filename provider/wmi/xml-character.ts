import { RequestFailed } from "../errors/request-failed";

/** Everything that XML 1.0 has no way to write, not even as a reference: its production `Char` (section 2.2). */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text that people read keeps its length and says that something was there: U+FFFD, as decoders put it. */
export const replaceForbidden = (text: string): string => text.replace(forbidden, "\u{FFFD}");

/**
 * A name is not replaced: it would be the name of something else.
 *
 * @throws RequestFailed
 */
export function requireWritable(name: string): string {
  const [found] = name.match(forbidden) ?? [];
  if (found === undefined) return name;
  const code = found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  throw new RequestFailed({
    failed: `ask for ${JSON.stringify(name)}`,
    why: `it contains U+${code}, which XML has no way to write`,
    remedy: "Nothing was asked. Check the name.",
  });
}
