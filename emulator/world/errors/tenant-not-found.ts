import { WorldError } from "./world-error";

/** Thrown when a subscription is to be in a tenant that this world does not have. */
export class TenantNotFound extends WorldError {
  constructor(tenantId: string) {
    super(`There is no tenant ${tenantId} in this world: a subscription alone brings none. Name one that is there, or restore the whole world.`);
  }
}
