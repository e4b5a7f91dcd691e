import { createHmac, randomBytes } from "node:crypto";
import md4 from "js-md4";
import { NotSignedIn } from "../failures/not-signed-in";

/** MS-NLMP, section 2.2.2.5. */
const flag = { unicode: 0x1, requestTarget: 0x4, ntlm: 0x200, alwaysSign: 0x8000, extendedSecurity: 0x80000, bits128: 0x20000000, bits56: 0x80000000 };
const flags = Object.values(flag).reduce((sum, one) => sum + one, 0);

const signature = Buffer.from("NTLMSSP\0", "latin1");

/** NEGOTIATE_MESSAGE (section 2.2.1.1), with neither domain nor workstation. */
export const negotiate: Buffer = Buffer.concat([signature, uint32(1), uint32(flags), Buffer.alloc(16)]);

/** Pairs of the server's target information (section 2.2.2.1). */
const pair = { end: 0, flags: 6, timestamp: 7, channelBindings: 10 };

export interface Credentials {
  /** `DOMAIN\name`, `name@domain`, or a name that the server knows itself. */
  readonly username: string;
  readonly password: string;
  /** MD5 of the TLS channel; see `channel-bindings.ts`. */
  readonly channelBindings?: Buffer;
}

/**
 * AUTHENTICATE_MESSAGE (section 2.2.1.3) in answer to a CHALLENGE_MESSAGE: NTLMv2 with a message integrity code.
 *
 * @param clientChallenge eight random bytes
 * @throws NotSignedIn where the challenge is none
 */
export function authenticate(challenge: Buffer, credentials: Credentials, clientChallenge: Buffer = randomBytes(8)): Buffer {
  const { serverChallenge, serverFlags, targetInfo } = readChallenge(challenge);
  const { domain, user } = split(credentials.username);
  const given = pairsOf(targetInfo);
  const stamped = given.find(([id]) => id === pair.timestamp)?.[1];
  const time = stamped ?? fileTime(Date.now());
  // A server that tells its time wants the integrity code, and not the older LM response (section 3.1.5.1.2).
  const extra: (readonly [number, Buffer])[] = [
    ...(stamped ? ([[pair.flags, uint32(2)]] as const) : []),
    ...(credentials.channelBindings ? ([[pair.channelBindings, credentials.channelBindings]] as const) : []),
  ];
  const replaced = new Set(extra.map(([id]) => id));
  const info = Buffer.concat([...given.filter(([id]) => !replaced.has(id)), ...extra, [pair.end, Buffer.alloc(0)] as const].map(pairBytes));

  const key = responseKey(user, domain, credentials.password);
  const { response, sessionBaseKey } = ntlmV2Response(key, serverChallenge, clientChallenge, time, info);
  const lm = stamped ? Buffer.alloc(24) : Buffer.concat([hmac(key, serverChallenge, clientChallenge), clientChallenge]);

  const fields = [lm, response, utf16(domain), utf16(user), utf16(""), Buffer.alloc(0)];
  const headSize = 88;
  let offset = headSize;
  const descriptors = fields.map(({ length }) => {
    const descriptor = Buffer.concat([uint16(length), uint16(length), uint32(offset)]);
    offset += length;
    return descriptor;
  });
  const head = [signature, uint32(3), ...descriptors, uint32((serverFlags & flags) >>> 0), Buffer.alloc(8)];
  const message = Buffer.concat([...head, Buffer.alloc(16), ...fields]);
  // Without a key exchange the session's key is the base key (section 3.1.5.1.2).
  if (stamped) hmac(sessionBaseKey, negotiate, challenge, message).copy(message, headSize - 16);
  return message;
}

/** NTOWFv2 (section 3.3.2). */
export const responseKey = (user: string, domain: string, password: string): Buffer =>
  hmac(Buffer.from(md4.arrayBuffer(utf16(password))), utf16(user.toUpperCase() + domain));

/** The NTLMv2 response and the session's base key (section 3.3.2). */
export function ntlmV2Response(key: Buffer, serverChallenge: Buffer, clientChallenge: Buffer, time: Buffer, info: Buffer): { response: Buffer; sessionBaseKey: Buffer } {
  const blob = Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]), time, clientChallenge, Buffer.alloc(4), info, Buffer.alloc(4)]);
  const proof = hmac(key, serverChallenge, blob);
  return { response: Buffer.concat([proof, blob]), sessionBaseKey: hmac(key, proof) };
}

/** CHALLENGE_MESSAGE (section 2.2.1.2). */
function readChallenge(bytes: Buffer): { serverChallenge: Buffer; serverFlags: number; targetInfo: Buffer } {
  if (bytes.length < 48 || !bytes.subarray(0, 8).equals(signature) || bytes.readUInt32LE(8) !== 2) {
    throw new NotSignedIn("the server's NTLM challenge is none");
  }
  const [length, offset] = [bytes.readUInt16LE(40), bytes.readUInt32LE(44)];
  if (offset + length > bytes.length) throw new NotSignedIn("the server's NTLM challenge breaks off");
  return { serverChallenge: bytes.subarray(24, 32), serverFlags: bytes.readUInt32LE(20), targetInfo: bytes.subarray(offset, offset + length) };
}

function pairsOf(info: Buffer): (readonly [number, Buffer])[] {
  const pairs: (readonly [number, Buffer])[] = [];
  for (let at = 0; at + 4 <= info.length && info.readUInt16LE(at) !== pair.end; ) {
    const end = at + 4 + info.readUInt16LE(at + 2);
    pairs.push([info.readUInt16LE(at), info.subarray(at + 4, end)]);
    at = end;
  }
  return pairs;
}

const pairBytes = ([id, value]: readonly [number, Buffer]): Buffer => Buffer.concat([uint16(id), uint16(value.length), value]);

function split(username: string): { domain: string; user: string } {
  const [, domain = "", user = ""] = /^([^\\]*)\\(.*)$/s.exec(username) ?? [];
  return user === "" ? { domain: "", user: username } : { domain, user };
}

/** 100 ns since 1601. */
function fileTime(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}

function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const mac = createHmac("md5", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
