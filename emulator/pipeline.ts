import type { NextFunction, Request, RequestHandler, Response } from "express";

type Step<R extends Response> = (request: Request, response: R, next: NextFunction) => void | Promise<void>;
type Refusal<R extends Response> = (error: unknown, request: Request, response: R, next: NextFunction) => void;

/**
 * Steps that each request takes in order, and what answers when one of them throws or rejects: an Express router whose every
 * layer is for every path, without asking each layer for its path (see decisions/what-a-request-costs.md).
 */
export function pipeline<R extends Response>(steps: readonly Step<R>[], refuse: Refusal<R>): RequestHandler {
  return (request, response, leave) => {
    let taken = 0;
    const fail = (error: unknown): void => refuse(error, request, response as R, leave);
    const next = (error?: unknown): void => {
      const step = steps[taken++];
      if (error !== undefined) { fail(error); return; }
      if (!step) { leave(); return; }
      let pending: void | Promise<void>;
      try {
        pending = step(request, response as R, next);
      } catch (thrown) {
        fail(thrown);
        return;
      }
      if (pending) pending.catch(fail);
    };
    next();
  };
}
