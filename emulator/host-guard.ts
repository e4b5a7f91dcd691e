import type { NextFunction, Request, Response } from "express";

/**
 * Refuses requests whose `Host` is not one of the emulator's own. A page in a browser can make its own name resolve to
 * 127.0.0.1 (DNS rebinding) and would then be same-origin with the emulator; its requests still carry its own name.
 *
 * @param own each `name:port` that the emulator answers to, in lower case
 */
export function hostGuard(own: () => ReadonlySet<string>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const host = named(request)?.toLowerCase() ?? "";
    if (own().has(host)) { next(); return; }
    const message = `The host "${host}" is not this emulator's. It answers to ${[...own()].join(", ")}.`;
    response.status(421).json({ error: { code: "MisdirectedRequest", message } });
  };
}

/** A URL in place of a path (absolute-form) counts for more than `Host` (RFC 9112, section 3.2.2). */
function named({ url, headers }: Request): string | undefined {
  if (url.startsWith("/")) return headers.host;
  return /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host;
}
