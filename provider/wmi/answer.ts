import { BadAnswer } from "./failures/bad-answer";
import { HttpRefusal } from "./failures/http-refusal";
import { maxEnvelopeSize } from "./envelope";
import { readFault } from "./fault";
import type { HttpAnswer } from "./http-answer";
import { addressing, soap } from "./namespaces";
import { child, isNamed, XmlReader, type Visitor, type XmlElement } from "./xml-reader";

/** What was asked for, twice: a server may write each letter of it in two bytes. */
const largest = 2 * maxEnvelopeSize;

/**
 * Reads an answer while it arrives.
 *
 * @param messageId of the request; undefined where the answer relates to none
 * @param visit sees each element when it ends
 * @returns the only child of the SOAP body, if there is one
 * @throws Fault, HttpRefusal, BadAnswer, NoAnswer
 */
export async function readAnswer(answer: HttpAnswer, messageId: string | undefined, visit?: Visitor): Promise<XmlElement | undefined> {
  const success = answer.status >= 200 && answer.status < 300;
  const isXml = /[/+]xml\b/i.test(answer.contentType);
  if (!isXml) throw success ? new BadAnswer(`it is ${answer.contentType || "nothing"} and no SOAP`) : new HttpRefusal(answer.status);

  const root = await readDocument(answer, visit);
  if (!isNamed(root, soap, "Envelope")) throw success ? new BadAnswer("it is no SOAP 1.2 envelope") : new HttpRefusal(answer.status);
  const relatesTo = child(child(root, soap, "Header"), addressing, "RelatesTo")?.text.trim();
  const body = child(root, soap, "Body")?.children[0];
  const fault = isNamed(body, soap, "Fault") ? readFault(body!) : undefined;
  // A fault may be about a header that the server could not read the id from.
  if (relatesTo !== messageId && !(fault && relatesTo === undefined)) throw new BadAnswer("it answers another request");
  if (fault) throw fault;
  if (!success) throw new HttpRefusal(answer.status);
  return body;
}

async function readDocument({ contentType, body }: HttpAnswer, visit?: Visitor): Promise<XmlElement> {
  const reader = new XmlReader(visit);
  const decoder = decoderFor(contentType);
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largest) throw new BadAnswer(`it is larger than ${largest} bytes, and ${maxEnvelopeSize} were asked for`);
    reader.write(decode(decoder, chunk));
  }
  reader.write(decode(decoder));
  return reader.end();
}

function decoderFor(contentType: string): TextDecoder {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? "utf-8";
  if (!/^utf-(8|16|16le|16be)$/i.test(charset)) throw new BadAnswer(`it is encoded in ${charset}, and SOAP is in UTF-8 or UTF-16`);
  return new TextDecoder(charset, { fatal: true });
}

/** @param chunk the next bytes; none at the end */
function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw new BadAnswer(`it is not the ${decoder.encoding} that it says it is`);
  }
}
