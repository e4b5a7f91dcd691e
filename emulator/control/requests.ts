import express, { type Request, type Router } from "express";
import type { JournalEntry } from "../journal/journal-entry";
import { filterNames, type RequestFilter } from "../journal/request-filter";
import { ControlError } from "./control-error";
import { textParameter } from "./narrowed";
import { resource } from "./resource";
import { send } from "./send";

/** The journal, as far as it is steered from outside. */
export interface RequestsPlane {
  requests: (filter?: RequestFilter) => JournalEntry[];
  forgetRequests: (filter?: RequestFilter) => number;
}

/** `requests` of the control plane: what was asked of the emulator, and what it answered. */
export function requestsRouter({ requests, forgetRequests }: RequestsPlane): Router {
  const router = express.Router();
  resource(router, "/", {
    GET: { takes: filterNames, act: (request, response) => void send(response, { requests: meant(request, requests) }) },
    DELETE: { takes: filterNames, act: (request, response) => void send(response, { forgotten: meant(request, forgetRequests) }) },
  });
  return router;
}

/** In a query everything is text. */
const NUMBERS: readonly string[] = ["after", "limit", "since"];

/** @throws ControlError for a filter that can't be meant */
function meant<T>(request: Pick<Request, "query">, act: (filter: RequestFilter) => T): T {
  const filter: Record<string, unknown> = {};
  for (const name of Object.keys(request.query)) {
    const value = textParameter(request, name)!;
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
