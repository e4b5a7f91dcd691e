import { createHash } from "node:crypto";

/**
 * What binds an authentication to the TLS connection that it came over: the hash that a client puts into its answer (RFC 5929,
 * `tls-server-end-point`, in the structure of RFC 2744).
 *
 * @param certificate the listener's, DER, signed with SHA-256
 */
export function channelBindings(certificate: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from("tls-server-end-point:"), createHash("sha256").update(certificate).digest()]);
  // Type and length of the initiator's address, and of the acceptor's: none.
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest();
}
