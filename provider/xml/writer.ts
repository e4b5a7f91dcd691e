import { replaceForbidden } from "./characters";

/** A piece of XML that is well-formed. Only {@link element} makes it, so what is not one is text and is escaped. */
export class Xml {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  // Readers turn CR LF into LF, and tabs and ends of line in attributes into spaces, unless they are references.
  "\r": "&#13;",
};

const escapeText = (text: string): string => replaceForbidden(text).replace(/[&<>\r]/g, (found) => escapes[found]!);
const escapeAttribute = (text: string): string => replaceForbidden(text).replace(/[&<>"\t\n\r]/g, (found) => escapes[found]!);

/**
 * One element with its content.
 *
 * @param name with the prefix that something around it declares
 * @param children text is escaped. What XML does not allow becomes U+FFFD: see `characters.ts`.
 */
export function element(name: string, attributes: Readonly<Record<string, string>> = {}, ...children: readonly (Xml | string)[]): Xml {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(value)}"`)].join(" ");
  const content = children.map((child) => (child instanceof Xml ? child.toString() : escapeText(child))).join("");
  return new Xml(content === "" ? `<${head}/>` : `<${head}>${content}</${name}>`);
}
