import type { Router } from "express";
import type { Route } from "./route";

/** Those of a router, as it was told of them. One that takes every method refuses all but GET itself. */
export const routesOf = ({ stack }: Router): Route[] =>
  stack.flatMap(({ route }) => {
    if (!route) return [];
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    const methods = new Set(route.stack.map(({ method }) => (method as string | undefined)?.toUpperCase() ?? "GET"));
    return [...methods].map((method) => ({ id: null, method, path }));
  });
