import { BadAnswer } from "./failures/bad-answer";

/** A name without the prefix that its document happens to use. `namespace` is empty where there is none. */
export interface XmlName {
  readonly namespace: string;
  readonly local: string;
}

const reserved: Readonly<Record<string, string>> = { xml: "http://www.w3.org/XML/1998/namespace", xmlns: "http://www.w3.org/2000/xmlns/" };
const reservedUris = new Set(Object.values(reserved));

/**
 * What the prefixes mean within one element. saxes can tell, too; but then it makes objects of its own for each tag and
 * attribute, and reading a page takes a quarter more time.
 *
 * Source: Namespaces in XML 1.0, third edition.
 */
export class XmlScope {
  readonly #bindings: ReadonlyMap<string, string>;
  /** The namespace of elements without a prefix. */
  readonly #default: string;

  constructor(bindings: ReadonlyMap<string, string> = new Map([["", ""], ["xml", reserved["xml"]!]])) {
    this.#bindings = bindings;
    this.#default = bindings.get("")!;
  }

  /** @param attributes of an element, by their names as written. @returns this scope, where they declare nothing. @throws BadAnswer */
  within(attributes: Readonly<Record<string, string>>): XmlScope {
    const declared = Object.entries(attributes).flatMap(([name, uri]) => (isDeclaration(name) ? [binding(name.slice("xmlns:".length), uri)] : []));
    return declared.length === 0 ? this : new XmlScope(new Map([...this.#bindings, ...declared]));
  }

  /** @throws BadAnswer */
  element(name: string): XmlName {
    return this.#resolve(name, this.#default);
  }

  /** The attributes that are no declarations. One without a prefix has no namespace. @throws BadAnswer */
  attributes(given: Readonly<Record<string, string>>): readonly XmlAttribute[] {
    const found = Object.entries(given).flatMap(([name, value]) => (isDeclaration(name) ? [] : [{ ...this.#resolve(name, ""), value }]));
    if (new Set(found.map(({ namespace, local }) => `${namespace}\n${local}`)).size < found.length) throw notWellFormed("an attribute stands twice under two prefixes");
    return found;
  }

  #resolve(name: string, otherwise: string): XmlName {
    const colon = name.indexOf(":");
    if (colon === -1) return { namespace: otherwise, local: name };
    const [prefix, local] = [name.slice(0, colon), name.slice(colon + 1)];
    if (prefix === "" || local === "" || local.includes(":")) throw notWellFormed(`malformed name ${name}`);
    const namespace = this.#bindings.get(prefix);
    if (namespace === undefined) throw notWellFormed(`unbound namespace prefix ${prefix}`);
    return { namespace, local };
  }
}

export interface XmlAttribute extends XmlName {
  readonly value: string;
}

const isDeclaration = (name: string): boolean => name === "xmlns" || name.startsWith("xmlns:");

/** @param prefix empty: that of names without one */
function binding(prefix: string, uri: string): readonly [string, string] {
  const isReserved = reserved[prefix] === uri ? prefix === "xmlns" : Object.hasOwn(reserved, prefix) || reservedUris.has(uri);
  if (isReserved || prefix.includes(":") || (prefix !== "" && uri === "")) throw notWellFormed(`nothing may declare xmlns:${prefix} as "${uri}"`);
  return [prefix, uri];
}

const notWellFormed = (why: string): BadAnswer => new BadAnswer(`it is not well-formed XML (${why})`);
