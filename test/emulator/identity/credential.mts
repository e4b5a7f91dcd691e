/**
 * Signs in with a credential of @azure/identity, by this process's environment alone, and looks at the sessions of the sample
 * world. Prints what came of it as JSON.
 *
 * node credential.mts NAME [OPTIONS AS JSON]
 */
import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { DefaultAzureCredential, ManagedIdentityCredential, WorkloadIdentityCredential } from "@azure/identity";

const credentials = {
  DefaultAzureCredential: (options: object) => new DefaultAzureCredential(options),
  ManagedIdentityCredential: (options: object) => new ManagedIdentityCredential(options),
  WorkloadIdentityCredential: (options: object) => new WorkloadIdentityCredential(options),
};
const [name, options = "{}"] = process.argv.slice(2) as [keyof typeof credentials, string?];
const endpoint = process.env["DESKTOP_SESSIONS_ARM_ENDPOINT"]!;
// The emulator is none of Microsoft's authorities, which instance discovery would ask them about.
const credential = credentials[name]({ disableInstanceDiscovery: true, ...(JSON.parse(options) as object) });

async function signIn(): Promise<object> {
  const { token, expiresOnTimestamp } = await credential.getToken("https://management.azure.com//.default");
  const client = new DesktopVirtualizationAPIClient(credential, process.env["AZURE_SUBSCRIPTION_ID"]!, { endpoint });
  const users: unknown[] = [];
  for await (const { userPrincipalName } of client.userSessions.listByHostPool("rg-avd", "pool-1")) users.push(userPrincipalName);
  return { claims: JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as unknown, expiresOn: expiresOnTimestamp / 1000, users: users.sort() };
}

console.log(JSON.stringify(await signIn().catch((error: unknown) => ({ name: (error as Error).name, message: (error as Error).message }))));
