import { BadConfiguration } from "../errors/bad-configuration";

/** How to reach Azure and as whom. Made from configuration and environment at the moment of a call; never stored. */
export interface AzureSettings {
  /** Origin of Azure Resource Manager. */
  readonly armEndpoint: string;
  /** Origin of Microsoft Entra ID. */
  readonly authorityHost: string;
  /** The authority is none of Microsoft's own, so their instance discovery does not know it. */
  readonly privateAuthority: boolean;
  readonly tenantId: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** PEM file with certificate and key. */
  readonly clientCertificatePath: string | undefined;
}

/**
 * The Azure clouds. Source: `AzureAuthorityHosts` of @azure/identity, and the "Azure China/Government developer guide"
 * tables of endpoints.
 */
const clouds = {
  public: { armEndpoint: "https://management.azure.com", authorityHost: "https://login.microsoftonline.com" },
  usgovernment: { armEndpoint: "https://management.usgovcloudapi.net", authorityHost: "https://login.microsoftonline.us" },
  china: { armEndpoint: "https://management.chinacloudapi.cn", authorityHost: "https://login.chinacloudapi.cn" },
} as const;

/** What may be set in the configuration namespace `desktop-sessions`. */
export const azureSettingNames = [
  "cloud",
  "armEndpoint",
  "authorityHost",
  "tenantId",
  "clientId",
  "clientSecret",
  "clientCertificatePath",
] as const;

/**
 * @param config a value of the namespace `desktop-sessions`. Configuration goes before environment, `AZURE_*` before the
 * `ARM_*` that azure-native and terraform read.
 */
export function azureSettings(
  config: (key: string) => string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): AzureSettings {
  const either = (key: (typeof azureSettingNames)[number], ...names: readonly string[]): string | undefined =>
    // An empty value is how shells and CI systems say that a variable is not set.
    [config(key), ...names.map((name) => environment[name])].find((value) => value !== undefined && value !== "");

  const cloud = cloudNamed(either("cloud", "ARM_ENVIRONMENT") ?? "public");
  const authorityHost = either("authorityHost", "AZURE_AUTHORITY_HOST") ?? cloud.authorityHost;
  return {
    armEndpoint: origin("armEndpoint", either("armEndpoint", "DESKTOP_SESSIONS_ARM_ENDPOINT") ?? cloud.armEndpoint),
    authorityHost: origin("authorityHost", authorityHost),
    privateAuthority: !Object.values(clouds).some((known) => known.authorityHost === origin("authorityHost", authorityHost)),
    tenantId: either("tenantId", "AZURE_TENANT_ID", "ARM_TENANT_ID"),
    clientId: either("clientId", "AZURE_CLIENT_ID", "ARM_CLIENT_ID"),
    clientSecret: either("clientSecret", "AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET"),
    clientCertificatePath: either("clientCertificatePath", "AZURE_CLIENT_CERTIFICATE_PATH"),
  };
}

function cloudNamed(name: string): (typeof clouds)[keyof typeof clouds] {
  if (Object.hasOwn(clouds, name)) return clouds[name as keyof typeof clouds];
  throw new BadConfiguration({
    failed: "choose the Azure cloud",
    why: `"${name}" is not one of them`,
    remedy: `Set desktop-sessions:cloud (or ARM_ENVIRONMENT) to ${Object.keys(clouds).join(", ")}.`,
  });
}

function origin(key: string, value: string): string {
  const url = URL.parse(value);
  if (url?.protocol === "https:") return url.origin;
  throw new BadConfiguration({
    failed: `use "${value}" as ${key}`,
    why: "it is not an https URL, and tokens are sent over https only",
    remedy: `Set desktop-sessions:${key} to something like ${clouds.public[key as "armEndpoint" | "authorityHost"]}.`,
  });
}
