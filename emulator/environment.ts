import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import tls from "node:tls";
import { directories } from "./own-directories";
import { SettingRefused } from "./world/errors/setting-refused";
import { type SignIn, type SignInSources, signInVariables } from "./identity/sign-in";

/** The variables that point Azure tools, and this package, at an emulator. */
export type Environment = Record<string, string>;

/** Each names a file of roots that takes the place of a tool's own. */
const bundleVariables = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] as const;

/** What the environment speaks of. */
export interface Target extends SignInSources {
  /** The https URL. */
  url: string;
  files: EnvironmentFiles;
}

/** What an environment is to be like. */
export interface EnvironmentOptions {
  /** How clients sign in. Default: `secret`. */
  signIn?: SignIn | undefined;
}

/**
 * The environment for a client of the emulator: who signs in in the way that is asked for, the first subscription, the first
 * user of the connection broker who has a password and may do everything. What there is none of is left out.
 *
 * @throws IdentityNotFound where nobody can sign in in the way that is asked for
 */
export function environment(target: Target, { signIn }: EnvironmentOptions = {}): Environment {
  const { url, httpUrl, world, files } = target;
  const variables: Environment = { ...signInVariables(signIn, target), AZURE_AUTHORITY_HOST: url };
  const [subscription] = world.subscriptions;
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
  for (const name of bundleVariables) variables[name] = files.bundle();
  return variables;
}

/** Files that an environment names, in a private directory, written when somebody first asks for them: the emulator's authority, tokens of workloads. */
export class EnvironmentFiles {
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

  /** This authority, all that Node trusts, and what the environment had tools trust before. */
  bundle(): string {
    return this.#file("ca-bundle.pem", () => this.bundled());
  }

  /** PEM: the certificates of {@link bundle}, for those who have no access to this machine's files. */
  bundled(): string[] {
    return [...new Set([...tls.getCACertificates("default"), ...bundleVariables.flatMap((name) => certificatesIn(process.env[name])), this.#ca].map((certificate) => certificate.trim()))];
  }

  /** A file whose text changes now and then, under its reader's eyes: it is there in whole at any time. @returns its path */
  replace(name: string, text: string): string {
    const path = join(this.#folder(), name);
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return path;
  }

  remove(): void {
    if (this.#directory !== undefined) directories.remove(this.#directory);
    this.#directory = undefined;
    this.#written.clear();
  }

  #folder(): string {
    this.#directory ??= directories.make();
    return this.#directory;
  }

  #file(name: string, certificates: () => string[]): string {
    let path = this.#written.get(name);
    if (path === undefined) {
      path = join(this.#folder(), name);
      writeFileSync(path, `${certificates().map((certificate) => certificate.trim()).join("\n")}\n`, { mode: 0o600 });
      this.#written.set(name, path);
    }
    return path;
  }
}

/** The certificates of a PEM file. Of what is no file there are none, as to OpenSSL: requests takes a directory, too. */
function certificatesIn(path: string | undefined): string[] {
  if (path === undefined || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  return readFileSync(path, "utf8").match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
}

/** Formats of an environment for other programs to read. */
export const environmentFormats = {
  /** To be evaluated by a POSIX shell. */
  sh: (environment: Environment): string => lines(environment, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  /**
   * As the dotenv libraries and `. ./.env` in a shell read it, which is the same: bare where that can be, since docker's
   * --env-file keeps quotes, and between single quotes otherwise, where a backslash is itself to both. No quotes are the same
   * to both around a single quote beside what a shell expands; then it is the shell's, for which the rest is a command.
   */
  dotenv: (environment: Environment): string => lines(environment, (name, value) => `${name}=${dotenvValue(value)}`),
  /**
   * Each value as it is, for those who take what follows `=` verbatim, quotes and backslashes too: docker's --env-file, and the file
   * that `GITHUB_ENV` names. A shell would read something else.
   */
  plain: (environment: Environment): string =>
    lines(environment, (name, value) => {
      if (/[\r\n]/.test(value)) throw new SettingRefused(`Could not write the environment: ${name} has a line break, which "plain" has no way to say. Ask for json or sh.`);
      return `${name}=${value}`;
    }),
  /** To be evaluated by PowerShell. */
  pwsh: (environment: Environment): string => lines(environment, (name, value) => `$env:${name} = '${value.replaceAll(/['‘’‚‛]/g, "$&$&")}'`),
  /** To be evaluated by a POSIX shell that is to point at no emulator any more. */
  unset: (environment: Environment): string => `unset ${Object.keys(environment).join(" ")}\n`,
};

function dotenvValue(value: string): string {
  if (/^[\w./:@%+,=~-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  return /[\\$`"!]/.test(value) ? `'${value.replaceAll("'", "'\\''")}'` : `"${value}"`;
}

function lines(environment: Environment, line: (name: string, value: string) => string): string {
  return Object.entries(environment).map(([name, value]) => `${line(name, value)}\n`).join("");
}
