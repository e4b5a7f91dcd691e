import express, { type Router } from "express";
import { assignRoles } from "../access/assign-roles";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { resource } from "./resource";
import { send } from "./send";

const EXAMPLE = 'Send {"roleAssignments": [{"role": "Reader", "scope": "/subscriptions/…"}]}, or {"roleAssignments": null} for everything.';

/** `role-assignments` of the control plane: what each application may do. `null`: everything. */
export function roleAssignmentsRouter(world: World): Router {
  const router = express.Router();
  const shown = () => ({
    roleAssignments: Object.fromEntries([...world.tenants].flatMap(({ clients }) => [...clients.values()].map(({ clientId, roleAssignments }) => [clientId, roleAssignments?.stated ?? null]))),
  });
  resource(router, "/", { GET: { act: (_request, response) => void send(response, shown()) } });
  resource<{ clientId: string }>(router, "/:clientId", {
    POST: {
      act: (request, response) => {
        assign(world, request.params.clientId, request.body);
        send(response, shown());
      },
    },
  });
  return router;
}

/** @throws ControlError */
function assign(world: World, clientId: string, body: unknown): void {
  const { roleAssignments } = (body ?? {}) as { roleAssignments?: unknown };
  if (roleAssignments === undefined) throw new ControlError(400, `Could not assign roles: roleAssignments is missing. ${EXAMPLE}`);
  try {
    assignRoles(world, clientId, roleAssignments);
  } catch (error) {
    if (error instanceof RangeError) throw new ControlError(404, error.message);
    if (error instanceof TypeError) throw new ControlError(400, `${error.message} ${EXAMPLE}`);
    throw error;
  }
}
