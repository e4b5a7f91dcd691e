import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Express, Response } from "express";
import type { Clock } from "./clock";

/** As an HTTP server takes it. */
type ResponseClass = typeof ServerResponse<IncomingMessage>;
/** What is written beside the status. */
type Head = [reasonOrHeaders?: string | object, headers?: object];

/**
 * Answers whose `Date` is that of the emulator's clock: Node would write the machine's. One that has been given another `Date`,
 * by a fault, keeps it. What Node answers without a response, since it could not read the request, has none. For what Node
 * answers before it asks an app, which has its own way: see {@link dateAnswers}.
 */
export function datedResponses(clock: Clock): ResponseClass {
  return class extends ServerResponse {
    override writeHead(status: number, ...rest: Head): this {
      return writeDatedHead(clock, this, status, rest);
    }
  };
}

/**
 * Has the answers of an app dated so, and told of before their heads are written. Express gives every response another
 * prototype; a method on each response instead would keep what has been answered alive (see decisions/what-a-request-costs.md).
 */
export function dateAnswers(app: Express, clock: Clock, answered: (response: Response, status: number) => void): void {
  app.response.writeHead = function (this: Response, status: number, ...rest: Head) {
    answered(this, status);
    return writeDatedHead(clock, this, status, rest);
  };
}

function writeDatedHead<R extends ServerResponse>(clock: Clock, response: R, status: number, rest: Head): R {
  if (!response.hasHeader("date")) date(clock, response, rest.at(-1));
  ServerResponse.prototype.writeHead.call(response, status, ...(rest as []));
  return response;
}

function date(clock: Clock, response: ServerResponse, headers: object | string | undefined): void {
  // Among the headers that are written at once anyhow: one that is set before costs each of the others.
  if (typeof headers === "object" && !Array.isArray(headers)) (headers as OutgoingHttpHeaders)[dateIn(headers) ?? "Date"] ??= text(clock.now());
  else response.setHeader("Date", text(clock.now()));
}

/** What the header is called there. */
function dateIn(headers: object): string | undefined {
  for (const name in headers) if (name.length === 4 && name.toLowerCase() === "date") return name;
  return undefined;
}

let lastSecond = NaN;
let lastText = "";

/** `Sat, 31 Jan 2026 08:30:00 GMT`; made once a second. */
function text(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * 1000).toUTCString();
  }
  return lastText;
}
