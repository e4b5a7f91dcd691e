import { hostname, networkInterfaces } from "node:os";

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const EVERYWHERE = ["0.0.0.0", "::"];

/**
 * The names and addresses by which an emulator that listens on `host` is reached; the first is the one for its URLs.
 * One that listens everywhere is reached by the machine's name and by each of its addresses.
 */
export function ownNames(host: string): string[] {
  if (EVERYWHERE.includes(host)) {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []).map(({ address }) => address.replace(/%.*$/, ""));
    return [...new Set(["127.0.0.1", ...LOOPBACK, hostname(), ...addresses])];
  }
  return [...new Set([host, ...LOOPBACK])];
}

/** `name:port` as it stands in a URL and in the `Host` header. */
export const authority = (name: string, port: number): string => `${name.includes(":") ? `[${name}]` : name}:${port}`;
