/** Markup that is finished: what is put into other markup as it is. Only {@link xml} makes it. */
export class Xml {
  readonly text: string;
  #utf8Bytes: number | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** How many bytes it has; counted once, since some markup is sent many times. */
  bytesIn(encoding: "utf8" | "utf16le"): number {
    return encoding === "utf16le" ? 2 * this.text.length : (this.#utf8Bytes ??= Buffer.byteLength(this.text));
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand between the markup of a template: a text is escaped, a list is joined, `undefined` is nothing. */
export type Content = Xml | string | number | undefined | readonly Content[];

/**
 * The one writer of XML: a template whose own text is markup and whose values are escaped.
 *
 * @example xml`<p:Name>${name}</p:Name>`
 */
export function xml(markup: TemplateStringsArray, ...values: readonly Content[]): Xml {
  let text = markup[0]!;
  for (let index = 0; index < values.length; index++) text += write(values[index]) + markup[index + 1]!;
  return new Xml(text);
}

function write(content: Content): string {
  if (typeof content === "string") return escape(content);
  if (typeof content === "number") return String(content);
  if (content === undefined) return "";
  if (content instanceof Xml) return content.text;
  return content.map(write).join("");
}

/* eslint-disable no-control-regex -- these are the characters that it is about */
const SPECIAL = /[&<>"\t\n\r\0-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/;
const EACH_SPECIAL = /[&<>"\t\n\r\0-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/gu;
/* eslint-enable no-control-regex */

/** Tab and line ends as references, or an attribute's reader would make spaces of them, and anybody's a LF of a CR. */
const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/** Fit for text and for attributes in double quotes. What XML 1.0 does not allow, half of a surrogate pair too, becomes U+FFFD. */
function escape(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH_SPECIAL, (character) => references[character] ?? "\uFFFD") : text;
}
