import { createHash } from "node:crypto";
import { KEY_EXCHANGE } from "./flags";
import { hmacMd5 } from "./ntlm-v2";
import { rc4 } from "./rc4";

export type Direction = "client-to-server" | "server-to-client";

const VERSION = Buffer.from([1, 0, 0, 0]);
/** Of the first message in a direction, which is the only one here. */
const SEQUENCE = Buffer.alloc(4);

const keyFor = (sessionKey: Buffer, direction: Direction, purpose: "signing" | "sealing"): Buffer =>
  createHash("md5").update(sessionKey).update(`session key to ${direction} ${purpose} key magic constant\0`).digest();

/** The signature of the first message that goes in a direction, with extended session security and 128-bit keys (MS-NLMP, section 3.4.4.2). */
export function signature(sessionKey: Buffer, flags: number, direction: Direction, message: Buffer): Buffer {
  const checksum = hmacMd5(keyFor(sessionKey, direction, "signing"), SEQUENCE, message).subarray(0, 8);
  return Buffer.concat([VERSION, (flags & KEY_EXCHANGE) === 0 ? checksum : rc4(keyFor(sessionKey, direction, "sealing"), checksum), SEQUENCE]);
}
