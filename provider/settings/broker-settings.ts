import { BadConfiguration } from "../errors/bad-configuration";
import { readBrokers } from "./brokers";

const authentications = ["basic", "ntlm", "certificate", "kerberos"] as const;

/** How to reach one RD Connection Broker and as whom. Made at the moment of a call; never stored. */
export interface BrokerSettings {
  /** URL of WS-Management. */
  readonly endpoint: string;
  readonly authentication: (typeof authentications)[number];
  readonly username?: string;
  readonly password?: string;
  /** PEM file with certificate and key. */
  readonly clientCertificatePath?: string;
  readonly verifyTls: boolean;
  /** PEM file with the only authorities to trust. */
  readonly caPath?: string;
}

/** A setting, as a broker's own entry in `brokers` names it. Elsewhere it has the prefix: `rdsUsername`. */
const names = ["username", "password", "authentication", "endpoint", "certificatePath", "caPath", "verifyTls"] as const;
type Name = (typeof names)[number];
type Given = Partial<Record<Name, string>>;

const keyOf = (name: Name): string => `rds${name[0]!.toUpperCase()}${name.slice(1)}`;

/** What may be set in the configuration namespace `desktop-sessions`. */
export const brokerSettingNames: readonly string[] = [...names.map(keyOf), "brokers"];

const variables: Given = {
  username: "DESKTOP_SESSIONS_RDS_USERNAME",
  password: "DESKTOP_SESSIONS_RDS_PASSWORD",
  authentication: "DESKTOP_SESSIONS_RDS_AUTHENTICATION",
  endpoint: "DESKTOP_SESSIONS_RDS_ENDPOINT",
  certificatePath: "DESKTOP_SESSIONS_RDS_CERTIFICATE_PATH",
};

/**
 * The broker's own entry in `brokers` goes before the configuration for all brokers, and that before the environment.
 *
 * @param config a value of the namespace `desktop-sessions`
 * @throws BadConfiguration
 */
export function brokerSettings(
  connectionBroker: string,
  config: (key: string) => string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): BrokerSettings {
  const own = ownSettings(connectionBroker, config("brokers"));
  if (config("brokers") && config("rdsEndpoint")) throw oneEndpointForAll();
  const find = (name: Name): string | undefined =>
    // An empty value is how shells and CI systems say that a variable is not set.
    [own[name], config(keyOf(name)), environment[variables[name] ?? ""]].find((value) => value !== undefined && value !== "");

  const endpoint = endpointOf(find("endpoint") ?? `https://${connectionBroker}:5986/wsman`);
  const [username, password, clientCertificatePath, caPath] = (["username", "password", "certificatePath", "caPath"] as const).map(find);
  const usual = clientCertificatePath !== undefined && username === undefined ? "certificate" : "ntlm";
  const settings = {
    endpoint: endpoint.href,
    authentication: oneOf("authentication", find("authentication") ?? usual, authentications),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(clientCertificatePath === undefined ? {} : { clientCertificatePath }),
    ...(caPath === undefined ? {} : { caPath }),
    verifyTls: oneOf("verifyTls", find("verifyTls") ?? "true", ["true", "false"]) === "true",
  };
  requireSense(settings, connectionBroker);
  return settings;
}

function requireSense({ endpoint, authentication, ...settings }: BrokerSettings, connectionBroker: string): void {
  const failed = `sign in at ${connectionBroker} with ${authentication}`;
  if (endpoint.startsWith("http:") && authentication !== "basic") {
    const why =
      authentication === "certificate"
        ? "a client certificate is shown in TLS, and the endpoint is http"
        : "the endpoint is http, where Windows wants messages sealed, and this package leaves encryption to https";
    const remedy =
      "Set desktop-sessions:rdsEndpoint to an https URL, such as https://host:5986/wsman; or rdsAuthentication to basic, and the password travels for all to read.";
    throw new BadConfiguration({ failed, why, remedy });
  }
  const needed: Record<string, string | undefined> =
    authentication === "certificate"
      ? { rdsCertificatePath: settings.clientCertificatePath }
      : authentication === "kerberos"
        ? {}
        : { rdsUsername: settings.username, rdsPassword: settings.password };
  const missing = Object.keys(needed).filter((key) => needed[key] === undefined);
  if (missing.length === 0) return;
  throw new BadConfiguration({
    failed,
    why: `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set`,
    remedy: `Set ${missing.map((key) => `desktop-sessions:${key} (or ${variableOf(key)})`).join(" and ")}, or the same in this broker's entry of desktop-sessions:brokers.`,
  });
}

/** A broker that `brokers` does not name, misspelt perhaps, would be looked for at another's endpoint. */
const oneEndpointForAll = (): BadConfiguration =>
  new BadConfiguration({
    failed: "use desktop-sessions:rdsEndpoint beside desktop-sessions:brokers",
    why: "it would be the endpoint of every broker",
    remedy: 'Put it into the entry of its broker: {"rdcb1.contoso.com":{"endpoint":"https://…"}}.',
  });

const variableOf = (key: string): string => variables[names.find((name) => keyOf(name) === key)!]!;

/** A user name in a URL would be seen wherever the URL is; a path is `/wsman` where none is said. */
function endpointOf(value: string): URL {
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "" && url.username === "" && url.password === "") {
    if (url.pathname === "/") url.pathname = "/wsman";
    return url;
  }
  throw new BadConfiguration({
    failed: "use the value of rdsEndpoint",
    why: "it is not an http or https URL without a user name",
    remedy: "Set desktop-sessions:rdsEndpoint to something like https://rdcb1.contoso.com:5986/wsman, and leave it out where it is that.",
  });
}

function oneOf<Value extends string>(name: Name, value: string, allowed: readonly Value[]): Value {
  if ((allowed as readonly string[]).includes(value)) return value as Value;
  throw new BadConfiguration({
    failed: `use "${value}" as ${keyOf(name)}`,
    why: "it is not one of the values",
    remedy: `Set desktop-sessions:${keyOf(name)} to ${allowed.join(", ")}.`,
  });
}

function ownSettings(connectionBroker: string, json: string | undefined): Given {
  if (json === undefined || json === "") return {};
  return readBrokers(json, names)[connectionBroker.toLowerCase()] ?? {};
}
