/** The Azure clouds, by the names that every tool of Azure's knows them by. */
export const cloudNames = ["AzureCloud", "AzureUSGovernment", "AzureChinaCloud"] as const;

export type CloudName = (typeof cloudNames)[number];

/** What tells one Azure cloud's tokens from another's. */
export interface Cloud {
  readonly name: CloudName;
  /** The names under which Azure Resource Manager is known as a resource, without the slash at the end. */
  readonly audiences: readonly string[];
  /** Issues the tokens of version 1.0. */
  readonly issuer: string;
  /** Where ARM sends a caller who has no good token. */
  readonly login: string;
  /** Microsoft Graph: another resource that every tenant has. Its tokens are good for nothing at ARM, which clients that mix them up should see. */
  readonly graph: string;
}

/**
 * Audiences and Graph: `azure-cli-core` cloud.py. Issuers: https://learn.microsoft.com/entra/identity-platform/access-tokens
 * and Azurite's list of them (src/common/utils/constants.ts). Where ARM of the other clouds than the public one sends a caller is a
 * choice: their own login endpoint.
 */
const clouds: Readonly<Record<CloudName, Cloud>> = {
  AzureCloud: {
    name: "AzureCloud",
    audiences: ["https://management.core.windows.net", "https://management.azure.com"],
    issuer: "https://sts.windows.net",
    login: "https://login.windows.net",
    graph: "https://graph.microsoft.com",
  },
  AzureUSGovernment: {
    name: "AzureUSGovernment",
    audiences: ["https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net"],
    issuer: "https://sts.windows.net",
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
  },
  AzureChinaCloud: {
    name: "AzureChinaCloud",
    audiences: ["https://management.core.chinacloudapi.cn", "https://management.chinacloudapi.cn"],
    issuer: "https://sts.chinacloudapi.cn",
    login: "https://login.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
  },
};

/** By its name, without case. @throws TypeError for what is none of them */
export function cloudNamed(name: unknown): Cloud {
  const known = typeof name === "string" ? cloudNames.find((each) => each.toLowerCase() === name.toLowerCase()) : undefined;
  if (known) return clouds[known];
  throw new TypeError(`Could not start the emulator: there is no cloud ${JSON.stringify(name)}. There are ${cloudNames.join(", ")}.`);
}
