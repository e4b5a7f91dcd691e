import { WqlRefused } from "./wql-refused";

type Part = "any" | ((character: string) => boolean);

/**
 * A pattern of LIKE: `%` any text, `_` any character, `[a-f]` or `[abc]` one of these, `[^a-f]` none of these. Compared
 * without case, as all text of WQL.
 *
 * @throws WqlRefused
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const parts = partsOf(pattern);
  return (text) => matches(parts, Array.from(text.toLowerCase()));
}

/** Goes back to the last `%` only, which is enough, and takes no more than pattern times text. */
function matches(parts: readonly Part[], text: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = parts[part];
    if (current === "any") {
      star = part++;
      starAt = at;
    } else if (current?.(text[at]!)) {
      part++;
      at++;
    } else if (star !== -1) {
      part = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (parts[part] === "any") part++;
  return part === parts.length;
}

function partsOf(pattern: string): Part[] {
  const characters = Array.from(pattern.toLowerCase());
  const parts: Part[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === "%") parts.push("any");
    else if (character === "_") parts.push(() => true);
    else if (character === "[") {
      const end = characters.indexOf("]", at + 1);
      if (end === -1) throw new WqlRefused(`The pattern "${pattern}" has a [ without its ]. Write [[] for the character itself.`);
      parts.push(oneOf(characters.slice(at + 1, end)));
      at = end;
    } else parts.push((other) => other === character);
  }
  return parts;
}

function oneOf(set: readonly string[]): (character: string) => boolean {
  const negated = set[0] === "^" && set.length > 1;
  const members = negated ? set.slice(1) : set;
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    if (members[at + 1] === "-" && members[at + 2] !== undefined) ranges.push([members[at]!, members[(at += 2)]!]);
    else ranges.push([members[at]!, members[at]!]);
  }
  const point = (character: string) => character.codePointAt(0)!;
  return (character) => ranges.some(([low, high]) => point(low) <= point(character) && point(character) <= point(high)) !== negated;
}
