import express, { type Request, type Router } from "express";
import type { JournalEntry } from "../journal/journal-entry";
import { filterNames, type RequestFilter } from "../journal/request-filter";
import { ControlError } from "./control-error";
import { send } from "./send";

/** The journal, as far as it is steered from outside. */
export interface RequestsPlane {
  requests: (filter?: RequestFilter) => JournalEntry[];
  forgetRequests: (filter?: RequestFilter) => number;
}

/** `requests` of the control plane: what was asked of the emulator, and what it answered. */
export function requestsRouter({ requests, forgetRequests }: RequestsPlane): Router {
  const router = express.Router();
  router.get("/", (request, response) => void send(response, { requests: meant(request, requests) }));
  router.delete("/", (request, response) => void send(response, { forgotten: meant(request, forgetRequests) }));
  return router;
}

/** In a query everything is text. */
const NUMBERS: readonly string[] = ["after", "limit", "since"];

/** @throws ControlError for a filter that can't be meant */
function meant<T>({ query }: Request, act: (filter: RequestFilter) => T): T {
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== "string") throw new ControlError(400, `Could not look up requests: ${name} is there more than once. Give it once; there are ${filterNames.join(", ")}.`);
    // What is not a number stays text, and is refused as it was sent.
    filter[name] = NUMBERS.includes(name) && /^\d+$/.test(value) ? Number(value) : value;
  }
  try {
    return act(filter);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new ControlError(400, error.message);
    throw error;
  }
}
