import type { Response } from "express";

/** JSON with a newline at its end: people ask with curl, and their shell's prompt belongs on a line of its own. */
export function send(response: Response, body: object): Response {
  return response.type("json").send(`${JSON.stringify(body)}\n`);
}
