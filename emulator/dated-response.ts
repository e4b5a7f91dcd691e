import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Clock } from "./clock";

/** As an HTTP server takes it. */
type ResponseClass = typeof ServerResponse<IncomingMessage>;

/**
 * Answers whose `Date` is that of the emulator's clock: Node would write the machine's. One that has been given another `Date`,
 * by a fault, keeps it. What Node answers without a response, since it could not read the request, has none.
 */
export function datedResponses(clock: Clock): ResponseClass {
  function dated(this: ServerResponse, status: number, ...rest: [headers?: object] | [reason: string, headers?: object]): ServerResponse {
    if (!this.hasHeader("date")) date(this, rest.at(-1));
    ServerResponse.prototype.writeHead.call(this, status, ...(rest as []));
    return this;
  }
  function date(response: ServerResponse, headers: object | string | undefined): void {
    // Among the headers that are written at once anyhow: one that is set before costs each of the others.
    if (typeof headers === "object" && !Array.isArray(headers)) (headers as OutgoingHttpHeaders)[dateIn(headers) ?? "Date"] ??= text(clock.now());
    else response.setHeader("Date", text(clock.now()));
  }
  return class extends ServerResponse {
    constructor(...request: ConstructorParameters<ResponseClass>) {
      super(...request);
      // Of its own: Express gives every response another prototype.
      this.writeHead = dated as typeof this.writeHead;
    }
  };
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
