import type { Environment } from "../environment";
import { IdentityNotFound } from "../world/errors/identity-not-found";
import type { World } from "../world/world";
import { APP_SERVICE_PATH } from "./app-service-router";
import type { FederatedTokens } from "./federated-tokens";
import { identitiesNamed, managedIdentities, type ManagedIdentity } from "./managed-identity";

/**
 * How a client of the environment signs in: with a secret, as the managed identity of a virtual machine or of an App Service, or
 * as a workload with a federated token.
 */
export const signIns = ["secret", "managedIdentity", "appService", "workloadIdentity"] as const;

export type SignIn = (typeof signIns)[number];

/** Where the variables come from. */
export interface SignInSources {
  world: World;
  httpUrl: string;
  /** The secret of App Service's endpoint. */
  identityHeader: string;
  federatedTokens: FederatedTokens;
}

/** The variables that tell Azure's identity libraries how to sign in. @throws IdentityNotFound */
export function signInVariables(signIn: SignIn = "secret", sources: SignInSources): Environment {
  return variables[signIn](sources);
}

const variables: Readonly<Record<SignIn, (sources: SignInSources) => Environment>> = {
  /** The first tenant's first client that has a secret. A program may also ask for the managed identity, which needs none of the other variables. */
  secret: ({ world, httpUrl }) => {
    const [tenant] = world.tenants;
    const client = [...(tenant?.clients.values() ?? [])].find(({ secret }) => secret !== undefined);
    const [managed] = managedIdentities(world, "Microsoft.Compute/virtualMachines/emulator");
    return {
      ...(tenant ? { AZURE_TENANT_ID: tenant.id } : {}),
      ...(client?.secret === undefined ? {} : { AZURE_CLIENT_ID: client.clientId, AZURE_CLIENT_SECRET: client.secret }),
      ...(managed ? { AZURE_POD_IDENTITY_AUTHORITY_HOST: httpUrl } : {}),
    };
  },

  managedIdentity: ({ world, httpUrl }) => ({ ...naming(managed(world)), AZURE_POD_IDENTITY_AUTHORITY_HOST: httpUrl }),

  appService: ({ world, httpUrl, identityHeader }) => ({ ...naming(managed(world)), IDENTITY_ENDPOINT: httpUrl + APP_SERVICE_PATH, IDENTITY_HEADER: identityHeader }),

  workloadIdentity: ({ federatedTokens }) => {
    const { tenant, client } = federatedTokens.trust();
    return { AZURE_TENANT_ID: tenant.id, AZURE_CLIENT_ID: client.clientId, AZURE_FEDERATED_TOKEN_FILE: federatedTokens.file() };
  },
};

/** The system-assigned identity, or else the first. @throws IdentityNotFound */
function managed(world: World): ManagedIdentity {
  const [identity] = identitiesNamed(undefined, [...managedIdentities(world, "Microsoft.Compute/virtualMachines/emulator")]);
  if (!identity) throw new IdentityNotFound("managed identity", "Give a client of the seed managedIdentity: true.");
  return identity;
}

/** `DefaultAzureCredential` takes `AZURE_CLIENT_ID` for the name of a user-assigned identity, and must not find it where there is a system-assigned one. */
const naming = ({ tenant, client, systemAssigned }: ManagedIdentity): Environment => ({
  AZURE_TENANT_ID: tenant.id,
  ...(systemAssigned ? {} : { AZURE_CLIENT_ID: client.clientId }),
});
