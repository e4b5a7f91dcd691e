import type { RoleAssignments } from "../access/role-assignments";

/** An application that may ask for tokens, by secret or by certificate. */
export interface Client {
  readonly clientId: string;
  /** Object id of its service principal. */
  readonly objectId: string;
  readonly secret: string | undefined;
  /** PEM. */
  readonly certificate: string | undefined;
  /** What it may do; `undefined`: everything. */
  roleAssignments?: RoleAssignments | undefined;
}

/** A directory: who is known in it. */
export interface Tenant {
  readonly id: string;
  /** By client id, in lower case. */
  readonly clients: ReadonlyMap<string, Client>;
}
