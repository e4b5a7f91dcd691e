import type { Request, Response, Router } from "express";
import { found } from "../found";
import { ControlError } from "./control-error";

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What a method does to a resource. */
interface Deed<P> {
  /** The query parameters that it takes. Default: none. */
  readonly takes?: readonly string[];
  readonly act: (request: Request<P>, response: Response) => void;
}

/**
 * A resource of the control plane, with all that can be done to it. What else is asked of it is refused: another method with
 * 405, and a parameter that it does not take, since what is misspelt would mean everything.
 */
export function resource<P = Record<string, never>>(router: Router, path: string, deeds: Readonly<Partial<Record<Method, Deed<P>>>>): void {
  const allowed = Object.keys(deeds);
  router.all(path, (request, response) => {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const deed = Object.hasOwn(deeds, method) ? deeds[method as Method] : undefined;
    if (!deed) {
      response.set("Allow", ("GET" in deeds ? [...allowed, "HEAD"] : allowed).join(", "));
      throw new ControlError(405, `There is no ${request.method} of ${pathOf(request)}. There is ${allowed.join(", ")}.`);
    }
    checkParameters(request, deed.takes ?? []);
    deed.act(request as unknown as Request<P>, response);
  });
}

/** @throws ControlError */
function checkParameters(request: Request, taken: readonly string[]): void {
  const unknown = Object.keys(request.query).find((name) => !taken.includes(name));
  if (unknown === undefined) return;
  const why = unknown === "subscription" ? ": what it is about is the whole emulator's, and of no one subscription" : "";
  throw new ControlError(400, `${request.method} ${pathOf(request)} takes no parameter ${found(unknown)}${why}. It takes ${taken.length === 0 ? "none" : taken.join(", ")}.`);
}

const pathOf = ({ originalUrl }: Request): string => originalUrl.replace(/[?#].*$/s, "");
