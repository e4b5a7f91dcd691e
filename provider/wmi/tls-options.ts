import { readFileSync } from "node:fs";
import { BadConfiguration } from "../errors/bad-configuration";
import type { BrokerSettings } from "../settings/broker-settings";
import type { TlsOptions } from "./connection";

/** @throws BadConfiguration where a file cannot be read */
export function tlsOptions({ clientCertificatePath, caPath, verifyTls }: BrokerSettings): TlsOptions {
  const client = clientCertificatePath === undefined ? undefined : read("rdsCertificatePath", clientCertificatePath);
  return {
    rejectUnauthorized: verifyTls,
    ...(client === undefined ? {} : { cert: client, key: client }),
    ...(caPath === undefined ? {} : { ca: read("rdsCaPath", caPath) }),
  };
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new BadConfiguration({
      failed: `read the file of ${name}`,
      why: (error as Error).message,
      remedy: `Set desktop-sessions:${name} to a PEM file that this process may read.`,
    });
  }
}
