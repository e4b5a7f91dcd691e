import type { NextFunction, Request, Response } from "express";
import { isCallersError } from "./unreadable-body";

/**
 * Answers what no plane took for its own: a path that can't be decoded, a defect. Express would answer with a page that shows
 * the stack, and write it to stderr, with the body of the request.
 */
export function lastResort(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) { next(error); return; }
  const message = error instanceof Error ? error.message : String(error);
  if (isCallersError(error)) response.status(error.status).json({ error: { code: "BadRequest", message: `The request can't be read: ${message}.` } });
  else response.status(500).json({ error: { code: "InternalServerError", message: `The emulator failed: ${message}. This is a defect of the emulator.` } });
}
