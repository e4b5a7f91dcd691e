import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  type TokenCredential,
} from "@azure/identity";
import type { Settings } from "../settings";

/** A service principal where one is set, else whatever `DefaultAzureCredential` finds: workload or managed identity, a signed-in CLI. */
export function credentialFor(settings: Settings): TokenCredential {
  const { tenantId, clientId, clientSecret, clientCertificatePath } = settings;
  // Instance discovery asks Microsoft whether it knows the authority; it knows none but its own.
  const options = { authorityHost: settings.authorityHost, disableInstanceDiscovery: settings.privateAuthority };
  if (tenantId && clientId && clientSecret) return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  if (tenantId && clientId && clientCertificatePath) {
    return new ClientCertificateCredential(tenantId, clientId, clientCertificatePath, options);
  }
  return new DefaultAzureCredential({
    ...options,
    ...(tenantId ? { tenantId } : {}),
    ...(clientId ? { managedIdentityClientId: clientId } : {}),
  });
}
