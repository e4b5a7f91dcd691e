import { createHmac, randomBytes } from "node:crypto";
import { exportedSessionKey, proof, responseKey } from "../../../emulator/wsman/ntlm/ntlm-v2";

export const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

export const NEGOTIATE = Buffer.concat([Buffer.from("NTLMSSP\0\x01\0\0\0"), hex("b7820862"), Buffer.alloc(16)]);

/** What a client answers a challenge with. */
export interface Answer {
  password?: string;
  name?: string;
  domain?: string;
  bindings?: Buffer;
  /** Whether the message says that it has a MIC. */
  mic?: boolean;
  /** The attribute that says so. */
  flags?: Buffer;
  /** Bytes before the payload. With fewer than 88 the payload begins where the MIC would be. */
  head?: number;
  /** What is done to the finished message. */
  spoil?: (message: Buffer) => Buffer;
  ntResponse?: Buffer;
  /** What it began with. */
  negotiate?: Buffer;
  /** Whether names are in Latin-1. */
  oem?: boolean;
}

/** An AUTHENTICATE as a client makes it, without exchange of keys. */
export function authenticate(challenge: Buffer, { password = "sécret", name = "admin", domain = "CONTOSO", bindings = Buffer.alloc(16), mic = true, flags = Buffer.from([mic ? 2 : 0, 0, 0, 0]), head: headLength = 88, spoil = (message) => message, ntResponse, negotiate = NEGOTIATE, oem = false }: Answer = {}): Buffer {
  const text = (value: string) => Buffer.from(value, oem ? "latin1" : "utf16le");
  const pair = (id: number, value: Buffer) => Buffer.concat([Buffer.from([id, 0, value.length, 0]), value]);
  const temp = Buffer.concat([hex("0101000000000000"), Buffer.alloc(8), randomBytes(8), Buffer.alloc(4), pair(6, flags), pair(10, bindings), pair(0, Buffer.alloc(0)), Buffer.alloc(4)]);
  const key = responseKey(password, name, domain);
  const ntProof = proof(key, challenge.subarray(24, 32), temp);
  const payload = [Buffer.alloc(24), ntResponse ?? Buffer.concat([ntProof, temp]), text(domain), text(name), Buffer.alloc(0), Buffer.alloc(0)];
  const head = Buffer.alloc(headLength);
  head.write("NTLMSSP\0\x03", "latin1");
  let offset = head.length;
  for (const [index, part] of payload.entries()) {
    head.writeUInt16LE(part.length, 12 + 8 * index);
    head.writeUInt16LE(part.length, 14 + 8 * index);
    head.writeUInt32LE(offset, 16 + 8 * index);
    offset += part.length;
  }
  head.writeUInt32LE(oem ? 0x00088206 : 0x00088207, 60);
  const message = Buffer.concat([head, ...payload]);
  if (headLength >= 88) createHmac("md5", exportedSessionKey(key, ntProof, undefined)).update(negotiate).update(challenge).update(message).digest().copy(message, 72);
  return spoil(message);
}
