import { SaxesParser, type SaxesTagPlain } from "saxes";
import { BadAnswer } from "./failures/bad-answer";
import { XmlScope, type XmlAttribute } from "./xml-scope";

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlElement[] = [];

/** An element, told by namespace and local name: prefixes differ between every two servers. */
export class XmlElement {
  children: readonly XmlElement[] = noChildren;
  /** All text directly in it. */
  text = "";

  constructor(
    readonly namespace: string,
    readonly name: string,
    readonly attributes: readonly XmlAttribute[],
  ) {}

  /** Most elements have no children and no attributes, and there are many: they share the arrays of none. */
  append(child: XmlElement): void {
    if (this.children === noChildren) this.children = [child];
    else (this.children as XmlElement[]).push(child);
  }
}

/** Sees each element when it ends. `true`: it was dealt with and need not be kept. */
export type Visitor = (element: XmlElement, parent: XmlElement | undefined) => boolean;

/** No answer of this protocol is half as deep. */
const deepest = 64;

/**
 * Reads one document as it arrives. Refuses document types, and with them entities of any kind, prefixes that nothing
 * declares, and depth. What it keeps is bounded by what it is fed.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #open: XmlElement[] = [];
  /** What prefixes mean in each open element, and outside of all. */
  readonly #scopes = [new XmlScope()];
  #root: XmlElement | undefined;

  constructor(visit: Visitor = () => false) {
    this.#parser.on("error", (error) => {
      throw new BadAnswer(`it is not well-formed XML (${error.message})`);
    });
    this.#parser.on("doctype", () => {
      throw new BadAnswer("it has a document type, which SOAP does not allow");
    });
    this.#parser.on("opentag", (tag: SaxesTagPlain) => this.#push(tag));
    this.#parser.on("text", (text) => this.#append(text));
    this.#parser.on("cdata", (text) => this.#append(text));
    this.#parser.on("closetag", () => this.#pop(visit));
  }

  /** @throws BadAnswer */
  write(text: string): void {
    this.#parser.write(text);
  }

  /** @throws BadAnswer where the document is not complete */
  end(): XmlElement {
    this.#parser.close();
    if (!this.#root) throw new BadAnswer("it is empty");
    return this.#root;
  }

  #push({ name, attributes }: SaxesTagPlain): void {
    const depth = this.#open.length;
    if (depth === deepest) throw new BadAnswer(`its elements are nested more than ${deepest} deep`);
    const outer = this.#scopes[depth]!;
    const plain = isEmpty(attributes);
    const scope = plain ? outer : outer.within(attributes);
    this.#scopes[depth + 1] = scope;
    const { namespace, local } = scope.element(name);
    this.#open.push(new XmlElement(namespace, local, plain ? noAttributes : scope.attributes(attributes)));
  }

  #append(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text = element.text === "" ? text : element.text + text;
  }

  #pop(visit: Visitor): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (visit(element, parent)) return;
    if (parent) parent.append(element);
    else this.#root = element;
  }
}

function isEmpty(object: object): boolean {
  for (const key in object) if (key !== "") return false; // makes no list of the keys
  return true;
}

export const isNamed = (element: XmlElement | undefined, namespace: string, name: string): boolean =>
  element?.name === name && element.namespace === namespace;

/** The first child of that name. */
export const child = (element: XmlElement | undefined, namespace: string, name: string): XmlElement | undefined =>
  element?.children.find((one) => isNamed(one, namespace, name));

/** The first element of that name anywhere in it. */
export function descendant(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const one of element?.children ?? []) {
    const found = one.name === name ? one : descendant(one, name);
    if (found) return found;
  }
  return undefined;
}
