/** Everything that XML 1.0 has no way to write, not even as a reference: its production `Char` (section 2.2). */
export const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text that people read keeps its length and says that something was there: U+FFFD, as decoders put it. */
export const replaceForbidden = (text: string): string => text.replace(forbidden, "\u{FFFD}");
