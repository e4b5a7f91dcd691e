/**
 * A text of a client's for people to read, which may be of any length: at most so many characters, the last of which is an
 * ellipsis where something was left out.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = /[\uD800-\uDBFF]$/;
  // A slice, and what "+" makes of one, would keep the whole text in memory; join copies.
  return [text.slice(0, most - 1).replace(half, ""), "…"].join("");
}
