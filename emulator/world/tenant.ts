import type { RoleAssignments } from "../access/role-assignments";
import type { FederatedCredential } from "./federated-credential";

/** An application that may ask for tokens: by secret, certificate or federated token, or as a managed identity. */
export interface Client {
  readonly clientId: string;
  /** Object id of its service principal. */
  readonly objectId: string;
  readonly secret: string | undefined;
  /** PEM. */
  readonly certificate: string | undefined;
  /** `true`: the system-assigned identity of the machine that clients run on; else the resource id of a user-assigned one. */
  readonly managedIdentity: true | string | undefined;
  readonly federatedCredentials: readonly FederatedCredential[];
  /** What it may do; `undefined`: everything. */
  roleAssignments?: RoleAssignments | undefined;
}

/** A directory: who is known in it. */
export interface Tenant {
  readonly id: string;
  /** By client id, in lower case. */
  readonly clients: ReadonlyMap<string, Client>;
}
