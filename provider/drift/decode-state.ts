import { gunzipSync } from "node:zlib";
import { StateUnreadable } from "../errors/state-unreadable";

const remedy = "Give what `pulumi stack export` prints, or the file that a backend keeps the stack in.";

/**
 * The JSON of a state file: as `pulumi stack export` prints it, as backends keep it with or without gzip, or as
 * PowerShell redirects it.
 *
 * @param name how sentences name where it comes from.
 * @throws StateUnreadable
 */
export function decodeState(bytes: Buffer, name: string): unknown {
  const refuse = (why: string) => new StateUnreadable({ failed: `read the state ${name}`, why, remedy });
  const plain = isGzip(bytes) ? gunzipped(bytes, refuse) : bytes;
  if (plain.length === 0) throw refuse("it is empty");
  const text = new TextDecoder(isUtf16(plain) ? "utf-16le" : "utf-8").decode(plain); // also takes the byte order mark away
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse("it is not JSON"); // the parser's own message repeats a part of the text, which may be a secret
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isUtf16 = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xfe;

function gunzipped(bytes: Buffer, refuse: (why: string) => StateUnreadable): Buffer {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw refuse(`it begins like a gzip file and is none: ${(error as Error).message}`);
  }
}
