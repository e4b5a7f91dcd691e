import fc from "fast-check";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import type { Answer } from "../wire";
import { xml } from "../../../emulator/wsman/xml/xml";
import { ANY_CLASS, enumerate, envelope, GET, invoke, post, send, WQL } from "./wire";

let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ seed: { subscriptions: {}, rds: {} } })));
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

/** Char of XML 1.0. */
const isAllowed = (code: number): boolean => code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x1_0000;
const scalar = fc.integer({ min: 0, max: 0x10_ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
/** The characters that somebody could take for something else, more often than chance has them. */
const tricky = fc.constantFrom(...Array.from("\t\n\r &<>\"'\\%_[]\u0085\u2028\ufeff\ufffd\u00df\u0130", (character) => character.codePointAt(0)!));
const textOf = (codes: readonly number[]): string => String.fromCodePoint(...codes);
const allowed = fc.array(fc.oneof(scalar.filter(isAllowed), tricky), { minLength: 1, maxLength: 40 }).map(textOf);

/** As a client writes a text: what would not arrive as it is, as a reference. */
const written = (text: string): string => text.replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The texts of all elements of a local name, read by a parser of XML. */
function read({ text }: Answer, name: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => { throw error; });
  parser.on("opentag", ({ local }) => void (current = local === name ? "" : undefined));
  parser.on("text", (more) => void (current = current === undefined ? undefined : current + more));
  parser.on("closetag", ({ local }) => {
    if (local === name) found.push(current!);
    current = undefined;
  });
  parser.write(text).close();
  return found;
}

/** A desktop of these names, with somebody on it; the deployment has no other. */
function place(name: string): void {
  emulator.reset();
  const { rds } = emulator.world;
  const collection = rds.addCollection(`collection ${name}`);
  rds.place(rds.addDesktop(collection, `vm ${name}`, `host ${name}`), 2, { user: `CONTOSO\\user ${name}`, clientMachineName: `machine ${name}` });
}

const columns = (names: string) => enumerate(`<wsman:Filter Dialect="${WQL}">SELECT ${names} FROM Win32_VirtualDesktopSession</wsman:Filter>`, ANY_CLASS);
const properties = { CollectionId: "collection", VMName: "vm", VMHostName: "host", UserName: "user", ClientMachineName: "machine" };

describe("any characters that XML has come through as they are:", () => {
  test("names in instances and in fragments", async () => {
    await fc.assert(
      fc.asyncProperty(allowed, async (name) => {
        place(name);
        const [whole, fragments] = [await send(emulator, enumerate()), await send(emulator, columns(Object.keys(properties).join()))];
        for (const [property, prefix] of Object.entries(properties)) {
          expect(read(whole, property)).toEqual([`${prefix} ${name}`]);
          expect(read(fragments, property)).toEqual([`${prefix} ${name}`]);
        }
      }),
    );
  });

  test("names in references, and back in the selectors of a Get", async () => {
    await fc.assert(
      fc.asyncProperty(allowed, async (name) => {
        place(name);
        const references = await send(emulator, enumerate("<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"));
        expect(read(references, "Selector").toSorted()).toEqual(["2", `host ${name}`]);
        const parameters = /<wsa:ReferenceParameters>(.*?)<\/wsa:ReferenceParameters>/s.exec(references.text)![1]!;
        expect(read(await send(emulator, { action: GET, headers: parameters }), "VMName")).toEqual([`vm ${name}`]);
      }),
    );
  });

  test("titles and bodies of messages, in UTF-8 and in UTF-16", async () => {
    await fc.assert(
      fc.asyncProperty(allowed, allowed, fc.boolean(), async (title, body, wide) => {
        place("x");
        const request = envelope(invoke("SendMessage", { VMHostName: "host x", SessionId: 2 }, `<SendMessage_INPUT><Title>${written(title)}</Title><Message>${written(body)}</Message></SendMessage_INPUT>`));
        await post(emulator, wide ? Buffer.from(`\ufeff${request.replace("UTF-8", "UTF-16")}`, "utf16le") : request, { contentType: "application/soap+xml" });
        expect(emulator.world.rds.messages).toMatchObject([{ title, body }]);
      }),
    );
  });

  test("attributes, white space and all", () => {
    fc.assert(
      fc.property(allowed, (text) => {
        let attribute: string | undefined;
        const parser = new SaxesParser({ xmlns: true });
        parser.on("opentag", ({ attributes }) => void (attribute = attributes["b"]!.value));
        parser.write(xml`<a b="${text}"/>`.text).close();
        expect(attribute).toBe(text);
      }),
    );
  });

  test("MessageIDs, in RelatesTo", async () => {
    await fc.assert(
      fc.asyncProperty(allowed.filter((id) => !/^[ \t\r\n]|[ \t\r\n]$/.test(id)), async (id) => {
        expect(read(await send(emulator, { ...enumerate(), messageId: `\n  ${written(id)}\n` }), "RelatesTo")).toEqual([id]);
      }),
    );
  });
});

test("a character that XML has not becomes U+FFFD, as does half of a surrogate pair", async () => {
  const forbidden = fc.oneof(scalar.filter((code) => !isAllowed(code)), fc.integer({ min: 0, max: 0x1f }).filter((code) => !isAllowed(code)), fc.constantFrom(0xfffe, 0xffff, 0xd800, 0xdbff, 0xdc00, 0xdfff));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(forbidden, fc.constantFrom("", "a", "🎉")), { minLength: 1, maxLength: 10 }), async (parts) => {
      // A letter between them: two halves side by side are a character.
      place(parts.map(([code, after]) => `${String.fromCharCode(code)}-${after}`).join(""));
      expect(read(await send(emulator, enumerate()), "VMName")).toEqual([`vm ${parts.map(([, after]) => `\ufffd-${after}`).join("")}`]);
    }),
  );
});
