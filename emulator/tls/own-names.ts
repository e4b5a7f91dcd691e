import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const EVERYWHERE = ["0.0.0.0", "::"];
/** Names of containers may have an underscore, which those of the DNS may not. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([\w-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([\w-]{0,61}[a-z0-9_])?)*$/i;

/**
 * The names and addresses by which an emulator that listens on `host` is reached; the first is the one for its URLs.
 * One that listens everywhere is reached by the machine's name and by each of its addresses.
 *
 * @param more names of its own that it can't know of: those of a container, in the network of other containers
 * @throws TypeError for what is not a name of a machine
 */
export function ownNames(host: string, more: readonly string[] = []): string[] {
  const wrong = more.find((name) => !isIP(name) && !HOST_NAME.test(name));
  if (wrong !== undefined) throw new TypeError(`Could not start the emulator under the name ${JSON.stringify(wrong)}: not a name of a machine. Give a name such as emulator or emulator.test, without scheme and port.`);
  if (EVERYWHERE.includes(host)) {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []).map(({ address }) => address.replace(/%.*$/, ""));
    return [...new Set(["127.0.0.1", ...LOOPBACK, hostname(), ...addresses, ...more])];
  }
  return [...new Set([host, ...LOOPBACK, ...more])];
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** What a client may call a listener by, in lower case. */
export interface Address {
  /** As the listener's own URLs have it: without a port that is the scheme's default. */
  origin: string;
  /** Each form of the `Host` header. */
  hosts: string[];
  /** Each form of an origin or a resource. */
  origins: string[];
}

/**
 * The forms of a listener's name. Of a port that is the scheme's default, clients keep silent in `Host` and URLs, but they
 * may say it.
 */
export function addressOf(scheme: "http" | "https", name: string, port: number): Address {
  const bare = (name.includes(":") ? `[${name}]` : name).toLowerCase();
  const full = `${bare}:${port}`;
  const hosts = port === DEFAULT_PORTS[scheme] ? [bare, full] : [full];
  const origins = hosts.map((host) => `${scheme}://${host}`);
  return { origin: origins[0]!, hosts, origins };
}
