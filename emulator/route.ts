import type { Router } from "express";

/** Something that a plane answers to. */
export interface Route {
  /** As Azure's specification calls it; `null` where it has no name. */
  readonly id: string | null;
  readonly method: string;
  /** `/{tenant}/oauth2/v2.0/token` */
  readonly path: string;
}

/** Those of a router, as it was told of them. One that takes every method refuses all but GET itself. */
export const routesOf = ({ stack }: Router): Route[] =>
  stack.flatMap(({ route }) => {
    if (!route) return [];
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    const methods = new Set(route.stack.map(({ method }) => (method as string | undefined)?.toUpperCase() ?? "GET"));
    return [...methods].map((method) => ({ id: null, method, path }));
  });
