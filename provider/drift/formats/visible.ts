/**
 * What a reader would not see, or what would change how the rest is read: controls (a terminal obeys them), marks of
 * direction and other format characters (they turn a name around or hide in it), halves of a surrogate pair and what is no character.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const spelledOut = (character: string): string => `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`;

/** Most texts: a look at them costs a tenth of a search for what is unseen. */
const plain = /^[\x20-\x7e]*$/;

/** One line of text for a person to read: names are data, and whoever chose them may be hostile. */
export const visible = (text: string): string => (plain.test(text) ? text : text.replace(unseen, spelledOut));

/** The same for a text that may have several lines, as messages of errors do. */
export const visibleLines = (text: string): readonly string[] => text.split(/\r?\n/).map(visible);
