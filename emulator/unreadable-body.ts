import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { NextFunction } from "express";

/** A body that can't be read, as Express's own parsers report it: a status, and a type where they name one. */
class UnreadableBody extends Error {
  override readonly name = "UnreadableBody";
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** Whether an error is the caller's: one of a body parser, or of a path that can't be decoded. */
export const isCallersError = (error: unknown): error is Error & { status: number; type?: string } => {
  const status = error instanceof Error ? (error as { status?: unknown }).status : undefined;
  return typeof status === "number" && status >= 400 && status < 500;
};

/**
 * Refuses a body that announces itself as longer than the limit at once. The parsers refuse it as well, but they wait until
 * all of it has come.
 *
 * @param limit bytes
 */
export function announcedWithin(limit: number): (request: IncomingMessage, response: ServerResponse, next: NextFunction) => void {
  return (request, _response, next) => {
    const long = Number(request.headers["content-length"] ?? 0) > limit;
    next(long ? new UnreadableBody(413, "entity.too.large", `request entity too large: it may have ${limit} bytes`) : undefined);
  };
}

/** For `verify` of Express's parsers, which would put U+FFFD in place of bytes that are not UTF-8. @throws UnreadableBody */
export function requireUtf8(_request: IncomingMessage, _response: ServerResponse, body: Buffer, encoding: string): void {
  if (encoding === "utf-8" && !isUtf8(body)) throw new UnreadableBody(400, "encoding.invalid", "the body is not valid UTF-8");
}
