import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import type { World } from "./world/world";

/** The variables that point Azure tools, and this package, at an emulator. */
export type Environment = Record<string, string>;

/** What the environment speaks of. */
export interface Target {
  /** The https URL. */
  url: string;
  httpUrl: string;
  world: World;
  files: CertificateFiles;
}

/**
 * The environment for a client of the emulator: the first tenant, its first client that has a secret, the first
 * subscription, the first user of the connection broker who has a password and may do everything. What there is none of is
 * left out.
 */
export function environment({ url, httpUrl, world, files }: Target): Environment {
  const variables: Environment = {};
  const [tenant] = world.tenants;
  const [subscription] = world.subscriptions;
  const client = [...(tenant?.clients.values() ?? [])].find(({ secret }) => secret !== undefined);
  if (tenant) variables["AZURE_TENANT_ID"] = tenant.id;
  if (client) variables["AZURE_CLIENT_ID"] = client.clientId;
  if (client?.secret !== undefined) variables["AZURE_CLIENT_SECRET"] = client.secret;
  variables["AZURE_AUTHORITY_HOST"] = url;
  if (subscription) variables["AZURE_SUBSCRIPTION_ID"] = subscription.id;
  variables["DESKTOP_SESSIONS_ARM_ENDPOINT"] = url;
  variables["DESKTOP_SESSIONS_EMULATOR"] = url;
  variables["DESKTOP_SESSIONS_EMULATOR_HTTP"] = httpUrl;
  const broker = [...world.rds.users].find(({ password, access }) => password !== undefined && access === "full");
  if (broker?.password !== undefined) {
    variables["DESKTOP_SESSIONS_RDS_ENDPOINT"] = `${url}/wsman`;
    variables["DESKTOP_SESSIONS_RDS_USERNAME"] = broker.name;
    variables["DESKTOP_SESSIONS_RDS_PASSWORD"] = broker.password;
  }
  // Node adds this file to its roots. The other three replace the roots of OpenSSL, Python's requests and curl: a command
  // that installs a package or fetches a page besides talking to the emulator must still be able to, so theirs is a bundle.
  variables["NODE_EXTRA_CA_CERTS"] = files.additional();
  for (const name of ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]) variables[name] = files.bundle();
  return variables;
}

/** The emulator's authority in files, in a private directory, written when somebody first asks for them. */
export class CertificateFiles {
  readonly #ca: string;
  #directory: string | undefined;
  readonly #written = new Map<string, string>();

  constructor(ca: string) {
    this.#ca = ca;
  }

  /** This authority, and those that the environment had Node trust before. */
  additional(): string {
    return this.#file("ca.pem", () => [...tls.getCACertificates("extra"), this.#ca]);
  }

  /** This authority, and all that Node trusts. */
  bundle(): string {
    return this.#file("ca-bundle.pem", () => this.bundled());
  }

  /** PEM: this authority, and all that Node trusts, for those who have no access to this machine's files. */
  bundled(): string[] {
    return [...tls.getCACertificates("default"), this.#ca];
  }

  remove(): void {
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true });
    this.#directory = undefined;
    this.#written.clear();
  }

  #file(name: string, certificates: () => string[]): string {
    let path = this.#written.get(name);
    if (path === undefined) {
      this.#directory ??= mkdtempSync(join(tmpdir(), "desktop-sessions-"));
      path = join(this.#directory, name);
      const distinct = new Set(certificates().map((certificate) => certificate.trim()));
      writeFileSync(path, `${[...distinct].join("\n")}\n`, { mode: 0o600 });
      this.#written.set(name, path);
    }
    return path;
  }
}

/** Formats of an environment for other programs to read. */
export const environmentFormats = {
  /** To be evaluated by a POSIX shell. */
  sh: (environment: Environment): string => lines(environment, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  /**
   * As docker's --env-file and the dotenv libraries read it: quoted only where it must be, since docker keeps quotes, and a
   * backslash is none of the reasons: bare it is itself, between double quotes `\r` would be the end of a line.
   */
  dotenv: (environment: Environment): string => lines(environment, (name, value) => `${name}=${/^[\w./:@%+,=~\\-]*$/.test(value) ? value : JSON.stringify(value)}`),
  /** To be evaluated by a POSIX shell that is to point at no emulator any more. */
  unset: (environment: Environment): string => `unset ${Object.keys(environment).join(" ")}\n`,
};

function lines(environment: Environment, line: (name: string, value: string) => string): string {
  return Object.entries(environment).map(([name, value]) => `${line(name, value)}\n`).join("");
}
