import { ClientCertificateCredential, ClientSecretCredential, DefaultAzureCredential, type TokenCredential } from "@azure/identity";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import type { AzureSettings } from "../settings/azure-settings";
import { patienceOf } from "./patience";

/**
 * A service principal where one is set, else whatever `DefaultAzureCredential` finds: workload or managed identity, a
 * signed-in CLI.
 *
 * @param policy sees each request to the authority.
 * @param patience milliseconds, for each request and each tool that is asked.
 */
export function credentialFor(settings: AzureSettings, policy: PipelinePolicy, patience: number): TokenCredential {
  const { tenantId, clientId, clientSecret, clientCertificatePath } = settings;
  const options = {
    authorityHost: settings.authorityHost,
    // Instance discovery asks Microsoft whether it knows the authority; it knows none but its own.
    disableInstanceDiscovery: settings.privateAuthority,
    additionalPolicies: [
      { policy, position: "perCall" as const },
      { policy: patienceOf(patience), position: "perRetry" as const },
    ],
  };
  if (tenantId && clientId && clientSecret) return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  if (tenantId && clientId && clientCertificatePath) {
    return new ClientCertificateCredential(tenantId, clientId, clientCertificatePath, options);
  }
  return new DefaultAzureCredential({
    ...options,
    processTimeoutInMs: patience,
    ...(tenantId ? { tenantId } : {}),
    ...(clientId ? { managedIdentityClientId: clientId } : {}),
  });
}
