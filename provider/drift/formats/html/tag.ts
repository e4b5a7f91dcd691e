import { visible } from "../visible";

/** HTML that is safe to put into a page. Only {@link html} makes it, so what is not one is text and is escaped. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

type Value = Html | string | number | readonly Value[];

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const write = (value: Value): string => {
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(write).join("");
  return visible(String(value)).replace(/[&<>"']/g, (found) => escapes[found]!);
};

/** Text in it is escaped, for elements and for attributes in quotes; nothing may be put anywhere else. */
export const html = (markup: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(markup.map((part, index) => (index === 0 ? part : write(values[index - 1]!) + part)).join(""));

export const nothing = new Html("");
