import { createHash } from "node:crypto";
import { fromBER, ObjectIdentifier, Sequence } from "asn1js";

/** Signature algorithms whose hash is not SHA-256. RFC 5929 puts SHA-256 in the place of MD5 and SHA-1. */
const hashes: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
};

/**
 * MD5 over the channel bindings of the type `tls-server-end-point`, as NTLM carries them: who stands between cannot use the
 * answer at the server.
 *
 * Source: RFC 5929, section 4; RFC 2744, section 3.11; MS-NLMP, section 2.2.2.1 (MsvAvChannelBindings).
 *
 * @param certificate the server's, DER
 */
export function channelBindings(certificate: Buffer): Buffer {
  const hash = createHash(hashes[signatureAlgorithm(certificate)] ?? "sha256").update(certificate).digest();
  const data = Buffer.concat([Buffer.from("tls-server-end-point:"), hash]);
  const head = Buffer.alloc(20); // no addresses
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest();
}

function signatureAlgorithm(certificate: Buffer): string {
  const { result } = fromBER(certificate);
  const algorithm = result instanceof Sequence ? result.valueBlock.value[1] : undefined;
  const identifier = algorithm instanceof Sequence ? algorithm.valueBlock.value[0] : undefined;
  return identifier instanceof ObjectIdentifier ? identifier.valueBlock.toString() : "";
}
