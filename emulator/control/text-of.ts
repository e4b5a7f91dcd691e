import type { Request } from "express";
import { ControlError } from "./control-error";

/** A parameter of the query; `undefined` where it is not there. @throws ControlError where it is there twice, or empty */
export function textOf({ query }: Request, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw new ControlError(400, `${name} is ${JSON.stringify(value)}, and must be given once, as a text that is not empty.`);
}
