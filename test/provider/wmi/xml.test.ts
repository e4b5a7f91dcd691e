import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { BadAnswer } from "../../../provider/wmi/failures/bad-answer";
import { element } from "../../../provider/xml/writer";
import { XmlReader, type XmlElement } from "../../../provider/wmi/xml-reader";
import { requireWritable } from "../../../provider/wmi/require-writable";

const read = (text: string, pieces = text.length): XmlElement => {
  const reader = new XmlReader();
  for (let at = 0; at < text.length; at += pieces) reader.write(text.slice(at, at + pieces));
  return reader.end();
};

/** Production `Char` of XML 1.0, written down a second time. */
const allowed = (point: number): boolean =>
  [0x9, 0xa, 0xd].includes(point) || (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd) || point >= 0x10000;

describe("what is written is read as it was", () => {
  it("for each character that XML allows, in text and in attributes", () => {
    for (let from = 0; from < 0x110000; from += 0x1000) {
      const points = Array.from({ length: 0x1000 }, (_, offset) => from + offset).filter(allowed);
      const text = points.map((point) => String.fromCodePoint(point)).join("");
      const back = read(element("a", { b: text }, text).toString());
      expect(back.text === text && back.attributes[0]?.value === text, `U+${from.toString(16)}`).toBe(true);
    }
  });

  it("for texts of any characters, however they arrive", () => {
    const text = fc.string({ unit: "binary", maxLength: 40 }).filter((one) => Array.from(one, (character) => character.codePointAt(0)!).every(allowed));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (one, pieces) => {
        expect(read(element("a", { b: one }, element("c", {}, one)).toString(), pieces)).toMatchObject({ attributes: [{ value: one }], children: [{ text: one }] });
      }),
    );
  });

  it("and each that it does not allow is replaced by U+FFFD, halves of a character, too", () => {
    for (const bad of ["\u0000", "\u0007", "\u001f", "\ufffe", "\uffff", "\ud800", "\udc00"]) {
      expect(read(element("a", { b: `1${bad}2` }, `1${bad}2`).toString())).toMatchObject({ text: "1\ufffd2", attributes: [{ value: "1\ufffd2" }] });
    }
  });

  it("but in a name nothing is replaced: it is refused", () => {
    expect(requireWritable("Pool 1 — ü 😀")).toBe("Pool 1 — ü 😀");
    expect(() => requireWritable("Pool\u0007")).toThrow('Could not ask for "Pool\\u0007": it contains U+0007, which XML has no way to write. Nothing was asked.');
  });
});

describe("what prefixes mean", () => {
  const names = ({ namespace, name, children }: XmlElement): string => `{${namespace}}${name}(${children.map(names).join()})`;

  it.each([
    ["the nearest declaration", '<a xmlns="1" xmlns:p="2"><p:b xmlns:p="3"><p:c/></p:b><p:d/></a>', "{1}a({3}b({3}c()),{2}d())"],
    ["none, where a default is taken back", '<a xmlns="1"><b xmlns=""><c/></b><d/></a>', "{1}a({}b({}c()),{1}d())"],
    ["xml's own without a declaration", "<xml:a/>", "{http://www.w3.org/XML/1998/namespace}a()"],
  ])("%s", (_, text, expected) => {
    expect(names(read(text))).toBe(expected);
  });

  it("an attribute without one has no namespace, whatever the default is", () => {
    expect(read('<a xmlns="1" xmlns:p="2" b="3" p:c="4"/>').attributes).toEqual([{ namespace: "", local: "b", value: "3" }, { namespace: "2", local: "c", value: "4" }]);
  });

  it("is what the parser itself takes them to mean", () => {
    const prefix = fc.constantFrom("", "p", "q", "xml", "xmlns");
    const attribute = fc.tuple(fc.constantFrom("", "xmlns", "p", "q", "xml"), fc.constantFrom("p", "q", "x", "xml", "xmlns"), fc.constantFrom("", "1", "2", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"));
    const around = (inner: fc.Arbitrary<string>) =>
      fc.tuple(prefix, fc.array(attribute, { maxLength: 3 }), fc.array(inner, { maxLength: 2 })).map(([before, attributes, children]) => {
        const name = before === "" ? "a" : `${before}:a`;
        return `<${name}${attributes.map(([one, two, value]) => ` ${one === "" ? two : `${one}:${two}`}="${value}"`).join("")}>${children.join("")}</${name}>`;
      });
    const tag = around(around(around(fc.constant(""))));
    fc.assert(
      fc.property(tag, (text) => {
        let theirs: string | undefined;
        try {
          theirs = asParsed(text);
        } catch {
          theirs = undefined;
        }
        if (theirs === undefined) expect(() => read(text), text).toThrow(BadAnswer);
        else expect(names(read(text)), text).toBe(theirs);
      }),
      { numRuns: 2_000 },
    );
  });

  /** The same by saxes' own reading of namespaces. */
  function asParsed(text: string): string {
    const parser = new SaxesParser({ xmlns: true });
    let said = "";
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ uri, local }) => (said += `${/[)]$/.test(said) ? "," : ""}{${uri}}${local}(`));
    parser.on("closetag", () => (said += ")"));
    parser.write(text).close();
    return said;
  }
});

describe("what is not fit to be read", () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
  it.each([
    ["a bomb of entities", `<!DOCTYPE a [<!ENTITY l0 "lol">${laughs}]><a>&l9;</a>`, /document type/],
    ["an external entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /document type/],
    ["a document type of somebody else", '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', /document type/],
    ["an entity that nothing declares", "<a>&x;</a>", /undefined entity/],
    ["a prefix that nothing declares", "<x:a/>", /unbound namespace prefix/],
    ["an attribute's prefix that nothing declares", "<a x:b='1'/>", /unbound namespace prefix/],
    ["a name with two colons", "<p:a:b xmlns:p='1'/>", /malformed name/],
    ["a prefix that is declared to mean nothing", "<a xmlns:p=''/>", /nothing may declare/],
    ["another meaning of the prefix xml", "<a xmlns:xml='1'/>", /nothing may declare/],
    ["an attribute twice, under two prefixes", "<a xmlns:p='1' xmlns:q='1' p:b='' q:b=''/>", /stands twice/],
    ["200 elements in one another", "<a>".repeat(200) + "</a>".repeat(200), /more than 64 deep/],
    ["an end that is not there", "<a><b>", /unclosed tag/],
    ["an end in another order", "<a><b></a></b>", /unexpected close tag|unmatched/i],
    ["an end in the middle of a tag", "<a><b", /unclosed|end of|unexpected/i],
    ["two documents", "<a/><a/>", /after the end|one root|documents may contain only one root/i],
    ["nothing", "", /root element/],
    ["words", "Service Unavailable", /non-whitespace|root/i],
    ["a character that XML does not allow", "<a>&#0;</a>", /malformed character|disallowed/i],
  ])("%s", (_, text, why) => {
    expect(() => read(text)).toThrow(why);
    expect(() => read(text, 1)).toThrow(why);
  });

  it("a bomb is noticed before what follows is read", () => {
    const reader = new XmlReader();
    expect(() => reader.write("<!DOCTYPE a [")).not.toThrow();
    expect(() => reader.write("]>")).toThrow(/document type/);
  });
});
