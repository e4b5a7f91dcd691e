import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { IPv4, parse as parseAddress } from "ipaddr.js";
import * as der from "./der";

const DAY = 24 * 60 * 60 * 1000;

/** What a TLS listener needs, and what its clients must trust. */
export interface TlsIdentity {
  /** PEM: private key of the listener. */
  key: string;
  /** PEM: certificate of the listener. */
  cert: string;
  /** PEM: certificate of the authority that issued it. Its private key is already forgotten. */
  ca: string;
}

/**
 * Makes an authority and has it issue one certificate. The keys are elliptic because they are made in a millisecond, and the
 * times are those of the machine, not of the emulator's clock: TLS clients check them against their own.
 *
 * @param names host names and IP addresses that the listener is reached by
 */
export function issueTlsIdentity(names: readonly string[]): TlsIdentity {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const listener = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // Each start makes its own authority; a name of its own keeps two of them apart in one trust store.
  const issuer = commonName(`Desktop Sessions Emulator CA ${randomBytes(4).toString("hex")}`);
  const authorityId = keyIdentifier(authority.publicKey);
  const by = { issuer, key: authority.privateKey };
  return {
    key: listener.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: certify(by, commonName("Desktop Sessions Emulator"), listener.publicKey, [
      extension(OID.basicConstraints, der.sequence(), true),
      extension(OID.keyUsage, der.bitString(Buffer.from([0b1000_0000]), 7), true),
      extension(OID.extendedKeyUsage, der.sequence(der.objectIdentifier(OID.serverAuth))),
      extension(OID.subjectAltName, der.sequence(...names.map(generalName))),
      // OpenSSL's strict mode, which Python turns on from 3.13, refuses certificates without these two identifiers.
      extension(OID.subjectKeyIdentifier, der.octetString(keyIdentifier(listener.publicKey))),
      extension(OID.authorityKeyIdentifier, der.sequence(der.implicit(0, authorityId))),
    ]),
    ca: certify(by, issuer, authority.publicKey, [
      extension(OID.basicConstraints, der.sequence(der.boolean(true), der.integer(0n)), true),
      extension(OID.keyUsage, der.bitString(Buffer.from([0b0000_0110]), 1), true),
      extension(OID.subjectKeyIdentifier, der.octetString(authorityId)),
    ]),
  };
}

/** Object identifiers of RFC 5280 and RFC 5758. */
const OID = {
  commonName: "2.5.4.3",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
} as const;

/** An X.509 certificate, version 3 (RFC 5280, section 4.1). @returns PEM */
function certify(by: { issuer: der.Item; key: KeyObject }, subject: der.Item, publicKey: KeyObject, extensions: readonly der.Item[]): string {
  const algorithm = der.sequence(der.objectIdentifier(OID.ecdsaWithSha256));
  const now = Date.now();
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2n)),
    der.integer(BigInt(`0x${randomBytes(16).toString("hex")}`)),
    algorithm,
    by.issuer,
    der.sequence(der.time(new Date(now - DAY)), der.time(new Date(now + 365 * DAY))),
    subject,
    der.parsed(publicKey.export({ type: "spki", format: "der" })),
    der.explicit(3, der.sequence(...extensions)),
  );
  const certificate = der.sequence(toBeSigned, algorithm, der.bitString(sign("sha256", der.bytesOf(toBeSigned), by.key)));
  const lines = der.bytesOf(certificate).toString("base64").match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): der.Item {
  return der.sequence(der.set(der.sequence(der.objectIdentifier(OID.commonName), der.utf8String(name))));
}

function extension(oid: string, value: der.Item, critical = false): der.Item {
  return der.sequence(der.objectIdentifier(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(der.bytesOf(value)));
}

/** Of the key's own bits: on this curve the last 65 bytes, a point that is not compressed. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash("sha1").update(publicKey.export({ type: "spki", format: "der" }).subarray(-65)).digest();
}

function generalName(name: string): der.Item {
  // Not Node's isIP, whose expressions take milliseconds to compile.
  return name.includes(":") || IPv4.isValidFourPartDecimal(name) ? der.implicit(7, Buffer.from(parseAddress(name).toByteArray())) : der.implicit(2, Buffer.from(name));
}
