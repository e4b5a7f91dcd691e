import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { BadConfiguration } from "../errors/bad-configuration";
import type { BrokerSettings } from "../settings/broker-settings";
import type { TlsOptions } from "./connection";

/** @throws BadConfiguration where a file cannot be read, or is not what it should be */
export function tlsOptions({ clientCertificatePath, caPath, verifyTls }: BrokerSettings): TlsOptions {
  const client = clientCertificatePath === undefined ? undefined : read("rdsCertificatePath", clientCertificatePath, "a certificate and its key", requireIdentity);
  return {
    rejectUnauthorized: verifyTls,
    ...(client === undefined ? {} : { cert: client, key: client }),
    ...(caPath === undefined ? {} : { ca: read("rdsCaPath", caPath, "a certificate", requireCertificate) }),
  };
}

function read(name: string, path: string, what: string, require: (pem: string) => unknown): string {
  const refused = (why: string): BadConfiguration =>
    new BadConfiguration({ failed: `use the file of ${name}`, why, remedy: `Set desktop-sessions:${name} to a PEM file with ${what} that this process may read.` });
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    throw refused((error as Error).message);
  }
  try {
    require(pem);
  } catch {
    throw refused(`${path} does not hold ${what}`); // what OpenSSL says of it names neither
  }
  return pem;
}

const requireCertificate = (pem: string): unknown => new X509Certificate(pem);
const requireIdentity = (pem: string): unknown => [requireCertificate(pem), createPrivateKey(pem)];
