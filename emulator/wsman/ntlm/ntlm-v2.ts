import { createHmac } from "node:crypto";
import md4 from "js-md4";
import { rc4 } from "./rc4";

/** What is computed in MS-NLMP, section 3.3.2 and 3.4.5.1; names as there. */

export const hmacMd5 = (key: Uint8Array, ...message: readonly Uint8Array[]): Buffer => message.reduce((hmac, part) => hmac.update(part), createHmac("md5", key)).digest();

const unicode = (text: string): Buffer => Buffer.from(text, "utf16le");

/** NTOWFv2: what stands for a user's password. The user's name counts without case, the domain's as the client wrote it. */
export const responseKey = (password: string, user: string, domain: string): Buffer => hmacMd5(Buffer.from(md4.arrayBuffer(unicode(password))), unicode(user.toUpperCase() + domain));

/** NTProofStr: that the client knows the key. @param temp what the client's response has behind it */
export const proof = (key: Buffer, serverChallenge: Buffer, temp: Buffer): Buffer => hmacMd5(key, serverChallenge, temp);

/** @param encrypted the client's own key, where keys are exchanged */
export function exportedSessionKey(key: Buffer, ntProof: Buffer, encrypted: Buffer | undefined): Buffer {
  const sessionBaseKey = hmacMd5(key, ntProof);
  return encrypted ? rc4(sessionBaseKey, encrypted) : sessionBaseKey;
}
