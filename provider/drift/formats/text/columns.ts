const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u{3000}-\u{303F}\u{FF01}-\u{FF60}]/u;

/** One column each, and nothing that joins: to cut texts into graphemes costs more than all else about a table. */
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff→]*$/;
const split = (text: string): readonly string[] =>
  plain.test(text) ? text.split("") : [...graphemes.segment(text)].map(({ segment }) => segment);
const widthOfOne = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1);

/** Columns of a terminal that a text takes: letters of East Asia and emoji take two. */
export const widthOf = (text: string): number =>
  plain.test(text) ? text.length : split(text).reduce((sum, grapheme) => sum + widthOfOne(grapheme), 0);

/** At most so wide; what was cut off shows as an ellipsis. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let taken = "";
  let used = 1;
  for (const grapheme of split(text)) {
    used += widthOfOne(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return `${taken}…`;
}

export const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

/** Lines of at most that width, broken between words; a word that is longer is broken where it must be. */
export function wrap(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const grapheme of split(word)) {
      if (widthOf(line) + widthOfOne(grapheme) > width && line !== "") {
        lines.push(line);
        line = "";
      }
      line += grapheme;
    }
  }
  return [...lines, line];
}
