import { visible } from "./visible";

/** Longer names and sentences are cut: one of them must not fill a comment. */
const longest = 300;

const clip = (text: string, most = longest): string => {
  const characters = Array.from(text.slice(0, 2 * most));
  return characters.length > most || text.length > 2 * most ? `${characters.slice(0, most).join("")}…` : text;
};

// References are never taken for structure (CommonMark 0.31, 6.2), which holds in tables, headings and lists alike.
const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
/** What GitHub makes a link or a mention of after references were read: a character of no width keeps it from that. */
const broken = (written: string): string => written.replace(/&#(?:64|35);|&#58;(?=\/|&#47;)|www(?=&#46;)/gi, "$&&#8203;");

/** Text between other text: nothing in it is Markdown, HTML, a link, a mention or a reference to an issue. */
export const text = (value: string): string => escaped(clip(visible(value)));

/** The message of an error, which says in its end what to do. A system may answer with a whole page. */
export const message = (value: string): string => escaped(clip(visible(value), 10 * longest));

const escaped = (value: string): string =>
  broken(
    value
      .replace(/[&<>"'`*_[\]()#!|~\\@$^=]|:(?=\S)|(?<=www)\./gi, reference)
      .trim(),
  );

/** A name inside of HTML. */
export const htmlName = (value: string): string =>
  `<code>${broken(clip(visible(value)).replace(/[\p{P}\p{S}]/gu, (character) => (character < "\u{80}" && !/[-.]/.test(character) ? reference(character) : character)).replace(/(?<=www)\./gi, reference))}</code>`;

/** A name. In code GitHub looks for no mentions and no links, and it can be copied as it is. */
export const name = (value: string): string => (value === "" || /[`|]/.test(value) ? htmlName(value) : `\`${clip(visible(value))}\``);
