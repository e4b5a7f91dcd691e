import type { JwtPayload } from "jsonwebtoken";
import { ASSERTION_HELP, EntraError } from "./entra-error";

/** Seconds by which the clocks of a client and the emulator may differ. */
const SKEW = 300;

/** @param now seconds since 1970. @throws EntraError for an assertion that is not good now, or for ever */
export function checkTimes({ exp, nbf = 0 }: JwtPayload, now: number): void {
  if (typeof exp === "number" && exp + SKEW >= now && nbf - SKEW <= now) return;
  const range = `assertion valid from ${at(nbf)}, expiry time of assertion ${at(exp)}`;
  throw new EntraError(700024, "invalid_client", `Client assertion is not within its valid time range. Current time: ${at(now)}, ${range}. ${ASSERTION_HELP}`);
}

/** An assertion may claim anything: what is no instant is said as it stands. */
function at(seconds: unknown): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}
