import { AvId, writeAvPairs } from "./av-pairs";
import { CAPABLE, OEM, REQUEST_TARGET, TARGET_INFO, TARGET_TYPE_DOMAIN, UNICODE } from "./flags";

/** The three messages of NTLM (MS-NLMP, section 2.2.1). */
const SIGNATURE = Buffer.from("NTLMSSP\0", "latin1");
const NEGOTIATE = 1;
const CHALLENGE = 2;
const AUTHENTICATE = 3;

/** Windows Server 2022, NTLM revision 15. */
const VERSION = Buffer.from([10, 0, 0x7c, 0x4f, 0, 0, 0, 15]);
const CHALLENGE_HEAD = 56;
const AUTHENTICATE_HEAD = 64;
const MIC_AT = 72;
const MIC_LENGTH = 16;

export const isNtlm = (token: Buffer): boolean => token.length >= 12 && token.subarray(0, 8).equals(SIGNATURE);

const typeOf = (token: Buffer): number | undefined => (isNtlm(token) ? token.readUInt32LE(8) : undefined);

/** The flags of a NEGOTIATE; `undefined`: it is none. */
export const negotiateFlags = (token: Buffer): number | undefined => (typeOf(token) === NEGOTIATE && token.length >= 16 ? token.readUInt32LE(12) : undefined);

export interface Target {
  /** NetBIOS names. */
  domain: string;
  computer: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** curl has no Unicode. Which code page OEM is, nobody says: Latin-1 is a choice, and right for ASCII in any case. */
const encodingOf = (flags: number): "utf16le" | "latin1" => ((flags & UNICODE) !== 0 ? "utf16le" : "latin1");

/** FILETIME: tenths of microseconds since 1601. */
const FROM_1601_TO_1970 = 11_644_473_600_000n;

/** The answer to a NEGOTIATE; its attributes are in Unicode for everybody. That it has a time obliges the client to protect all three messages by a MIC. */
export function challengeMessage(flags: number, serverChallenge: Buffer, { domain, computer, now }: Target): Buffer {
  const name = Buffer.from(domain, encodingOf(flags));
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(Math.trunc(now)) + FROM_1601_TO_1970) * 10_000n);
  const info = writeAvPairs([[AvId.NbDomainName, Buffer.from(domain, "utf16le")], [AvId.NbComputerName, Buffer.from(computer, "utf16le")], [AvId.Timestamp, time], [AvId.EOL, Buffer.alloc(0)]]);
  const head = Buffer.alloc(CHALLENGE_HEAD);
  SIGNATURE.copy(head);
  head.writeUInt32LE(CHALLENGE, 8);
  writeField(head, 12, name.length, CHALLENGE_HEAD);
  const names = (flags & UNICODE) !== 0 ? UNICODE : OEM;
  head.writeUInt32LE(((flags & CAPABLE) | names | TARGET_INFO | ((flags & REQUEST_TARGET) !== 0 ? TARGET_TYPE_DOMAIN : 0)) >>> 0, 20);
  serverChallenge.copy(head, 24);
  writeField(head, 40, info.length, CHALLENGE_HEAD + name.length);
  VERSION.copy(head, 48);
  return Buffer.concat([head, name, info]);
}

export interface Authenticate {
  domain: string;
  user: string;
  ntResponse: Buffer;
  encryptedSessionKey: Buffer;
  flags: number;
  /** What is where a MIC is, if there is one, and the message as it was before. Where there is no room it is too short to be right. */
  mic: { of: Buffer; value: Buffer };
}

/** @returns `undefined`: it is no AUTHENTICATE, or cut off */
export function readAuthenticate(token: Buffer): Authenticate | undefined {
  if (typeOf(token) !== AUTHENTICATE || token.length < AUTHENTICATE_HEAD) return undefined;
  const fields = [20, 28, 36, 52].map((at) => readField(token, at));
  const [ntResponse, domain, user, encryptedSessionKey] = fields;
  if (!ntResponse || !domain || !user || !encryptedSessionKey) return undefined;
  const flags = token.readUInt32LE(60);
  const encoding = encodingOf(flags);
  return { domain: domain.toString(encoding), user: user.toString(encoding), ntResponse, encryptedSessionKey, flags, mic: micIn(token) };
}

function micIn(token: Buffer): Authenticate["mic"] {
  const of = Buffer.from(token);
  of.subarray(MIC_AT, MIC_AT + MIC_LENGTH).fill(0);
  return { of, value: token.subarray(MIC_AT, MIC_AT + MIC_LENGTH) };
}

function writeField(head: Buffer, at: number, length: number, offset: number): void {
  head.writeUInt16LE(length, at);
  head.writeUInt16LE(length, at + 2);
  head.writeUInt32LE(offset, at + 4);
}

function readField(token: Buffer, at: number): Buffer | undefined {
  const start = token.readUInt32LE(at + 4);
  const end = start + token.readUInt16LE(at);
  return end <= token.length ? token.subarray(start, end) : undefined;
}
