import { isRestError, type RestError } from "@azure/core-rest-pipeline";
import { AccessDenied } from "../errors/access-denied";
import { NotFound } from "../errors/not-found";
import { RequestFailed } from "../errors/request-failed";
import { SessionsError } from "../errors/sessions-error";
import { SignInFailed } from "../errors/sign-in-failed";

/** The session, or what it is in, is not there (any more). */
export const isGone = (error: unknown): boolean => isRestError(error) && error.statusCode === 404;

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** Codes of Node's that say that no connection came about, so that nothing was sent. Source: nodejs.org, "Common system errors". */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * Whether the request may have had its effect although no good answer came back: the connection broke, time ran out, or
 * the server failed with the request in hand. A token that could not be had is none of these: nothing was sent.
 */
export function isAmbiguous(error: unknown): boolean {
  if (isTimeout(error)) return true;
  if (!isRestError(error) || !error.request?.url.includes("Microsoft.DesktopVirtualization")) return false;
  if (error.statusCode === undefined) return !unsent.has(error.code ?? "");
  return error.statusCode === 408 || error.statusCode >= 500;
}

/** The reason alone, in words that carry no header and no token. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isTimeout(error)) return "no answer came in time";
  const [line = ""] = error.message.split("\n");
  if (!isRestError(error)) return line;
  const said = line === "" ? (error.code ?? error.name) : line;
  return error.statusCode === undefined ? said : `ARM answered ${error.statusCode}: ${said}`;
}

/** @param failed what failed, on what: completes "Could not …". */
export function explain(error: unknown, failed: string): SessionsError {
  if (error instanceof SessionsError) return error;
  const account = { failed, why: reasonOf(error), cause: error };
  if (isTimeout(error)) return new RequestFailed({ ...account, remedy: "Try again." });
  if (!isRestError(error)) return new SignInFailed(account); // what else the SDK throws comes from the credential
  switch (error.statusCode) {
    case 401:
      return new SignInFailed(account);
    case 403:
      return new AccessDenied(account);
    case 404:
      return new NotFound(account);
    default:
      return new RequestFailed({ ...account, remedy: remedyFor(error) });
  }
}

function remedyFor({ statusCode, request }: RestError): string {
  if (statusCode === 429) return "ARM throttles this principal: wait some minutes, or run fewer updates at once.";
  if (statusCode !== undefined && statusCode < 500) return "Check the scope and the names in it.";
  const host = URL.parse(request?.url ?? "")?.host;
  return host ? `Check that ${host} can be reached from here, and try again.` : "Try again.";
}
