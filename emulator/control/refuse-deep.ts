import type { NextFunction, Request, Response } from "express";
import { ControlError } from "./control-error";

/** Deeper than anything that there is to say, and far from where `JSON.stringify`, with which errors repeat a body, can't follow. */
const LEVELS = 32;

/** Refuses a body that is nested too deep. */
export function refuseDeep(request: Request, _response: Response, next: NextFunction): void {
  if (isDeeper(request.body, LEVELS)) throw new ControlError(400, `The body is nested deeper than ${LEVELS} levels.`);
  next();
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" && value !== null && (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
