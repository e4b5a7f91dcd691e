import { faults } from "./faults";

/** What an answer is written in: that of the request, but UTF-16 always with the little end first. */
export type Encoding = "utf8" | "utf16le";

const ALLOWED: Readonly<Record<string, string>> = { "utf-8": "utf-8", utf8: "utf-8", "utf-16": "utf-16le", "utf-16le": "utf-16le", "utf-16be": "utf-16be" };

/**
 * The text of an envelope, in UTF-8 or UTF-16. A byte order mark goes before the content type's charset, as XML has it; an
 * encoding that the XML declares must be the one that it is in.
 *
 * @throws WsmanFault
 */
export function decodeEnvelope(bytes: Buffer, contentType: string | undefined): { text: string; encoding: Encoding } {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? "")?.[1];
  const encoding = markOf(bytes) ?? (charset === undefined ? "utf-8" : ALLOWED[charset.toLowerCase()]);
  if (encoding === undefined) throw faults.characterSet(`the content type says ${charset}`);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw faults.characterSet(`the bytes are no ${encoding}`);
  }
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (declared !== undefined && ALLOWED[declared.toLowerCase()]?.slice(0, 6) !== encoding.slice(0, 6)) throw faults.characterSet(`the XML says ${declared}, and is in ${encoding}`);
  return { text, encoding: encoding === "utf-8" ? "utf8" : "utf16le" };
}

function markOf([first, second]: Buffer): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}
