import { generateKeyPairSync, sign } from "node:crypto";
import * as der from "../emulator/tls/der";

const HOUR = 60 * 60 * 1000;
/** sha256WithRSAEncryption of RFC 8017, whose parameters are NULL. */
const algorithm = () => der.sequence(der.objectIdentifier("1.2.840.113549.1.1.11"), der.parsed(Buffer.from([5, 0])));

/**
 * An RSA key and a certificate that it signed itself, both PEM: what an application registers or a user is known by, as
 * `openssl req -x509` makes it.
 *
 * @param from,to hours from now between which it is valid
 */
export function selfSignedCertificate({ from, to } = { from: -1, to: 1 }): { key: string; certificate: string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = der.sequence(der.set(der.sequence(der.objectIdentifier("2.5.4.3"), der.utf8String("test"))));
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2n)),
    der.integer(1n),
    algorithm(),
    name,
    der.sequence(...[from, to].map((hours) => der.time(new Date(Date.now() + hours * HOUR)))),
    name,
    der.parsed(publicKey.export({ type: "spki", format: "der" })),
  );
  const certificate = der.sequence(toBeSigned, algorithm(), der.bitString(sign("sha256", der.bytesOf(toBeSigned), privateKey)));
  const lines = der.bytesOf(certificate).toString("base64").match(/.{1,64}/g)!;
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }) as string, certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n` };
}
