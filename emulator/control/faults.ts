import express, { type Router } from "express";
import type { FaultRule } from "../faults/fault-rule";
import type { Faults } from "../faults/faults";
import { send } from "./send";

/** `faults` of the control plane: what goes wrong, and how often it did. */
export function faultsRouter(faults: Faults): Router {
  const router = express.Router();
  const all = () => ({ faults: faults.list() });
  router.get("/", (_request, response) => void send(response, all()));
  router.post("/", (request, response) => {
    // Whatever it is: it is read as a rule, and refused if it is none.
    const id = faults.add(request.body as FaultRule);
    send(response.status(201), faults.list().find((each) => each.id === id)!);
  });
  router.delete("/", (_request, response) => {
    faults.clear();
    send(response, all());
  });
  router.delete("/:id", (request, response) => {
    faults.remove(request.params.id);
    send(response, all());
  });
  return router;
}
