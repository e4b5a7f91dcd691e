import { STATUS_CODES } from "node:http";
import { isRestError, type RestError } from "@azure/core-rest-pipeline";
import type { Call } from "../backend";
import { AccessDenied } from "../errors/access-denied";
import { NotFound } from "../errors/not-found";
import { RequestFailed } from "../errors/request-failed";
import { SessionsError } from "../errors/sessions-error";
import { Throttled } from "../errors/throttled";
import { TokenRefused } from "../errors/token-refused";
import { NotTaken } from "./not-taken";
import { AnswerOverdue } from "./patience";
import { Unavailable } from "./unavailable";

/** The session, or what it is in, is not there (any more). */
export const isGone = (error: unknown): boolean => isRestError(error) && error.statusCode === 404;

/**
 * Codes of Node's that say that no request left: no connection came about, or the server's certificate was refused.
 *
 * Source: nodejs.org, "Common system errors" of `errors`, "X509 certificate error codes" of `tls`.
 */
const unsent = new RegExp(
  [
    "^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$",
    "^(ERR_TLS_CERT_ALTNAME_INVALID|UNABLE_TO_.*|CERT_.*|CRL_.*|.*SELF_SIGNED_CERT.*|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)$",
  ].join("|"),
);

/** What came of a request that was made once and failed. */
export type Fate = "accepted" | "refused" | "unknown";

/**
 * Whether ARM acted on a request that failed. Only what certainly had no effect is `refused`: no token, no connection, or
 * an answer that says so. `accepted` is a success whose answer could not be read. All else may have happened: the
 * connection broke, time ran out, or the server failed with the request in hand.
 */
export function fateOf(error: unknown): Fate {
  if (error instanceof SessionsError) return "refused"; // there was no token, so nothing was sent
  if (error instanceof NotTaken) return "refused";
  if (!isRestError(error)) return "unknown";
  const { statusCode } = error;
  if (statusCode === undefined) return unsent.test(error.code ?? "") ? "refused" : "unknown";
  if (statusCode >= 200 && statusCode < 300) return "accepted";
  return statusCode >= 400 && statusCode < 500 && statusCode !== 408 ? "refused" : "unknown";
}

/** The reason alone, in words that carry no header and no token. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ""] = error.message.split("\n");
  if (!isRestError(error)) return line;
  const { code, statusCode } = error;
  if (statusCode === undefined) return line === "" ? (code ?? error.name) : line;
  // Where the body has no message, the SDK gives the body for one.
  const isNone = line === "" || line === "{}" || (code !== undefined && line.startsWith("{"));
  return `ARM answered ${statusCode}: ${isNone ? (code ?? STATUS_CODES[statusCode] ?? "it gave no reason") : line}`;
}

/**
 * What ARM says of a host pool or resource group that was deleted. A subscription that is not found may be one that this
 * principal does not see. Source: learn.microsoft.com, "Resolve errors for resource not found".
 */
const scopeIsGone = new Set(["ResourceNotFound", "ParentResourceNotFound", "ResourceGroupNotFound"]);

/**
 * @param failed what failed, on what: completes "Could not …".
 * @param call what was to be done to it, where it was no list: it had just been found.
 */
export function explain(error: unknown, failed: string, call?: Call | "read" | "drain"): SessionsError {
  if (error instanceof SessionsError) return error;
  const account = { failed, why: reasonOf(error), cause: withoutRequest(error) };
  if (error instanceof NotTaken) return new Throttled({ ...account, remedy: "That is longer than a run waits. Run it again then, or run fewer updates at once." });
  if (error instanceof Unavailable) return new RequestFailed({ ...account, remedy: "That is longer than a run waits, or it stayed so. Run it again then." });
  if (error instanceof AnswerOverdue) return new RequestFailed({ ...account, remedy: "Try again; where it stays so, look at what is between here and ARM." });
  if (!isRestError(error)) return new RequestFailed({ ...account, remedy: "Try again." });
  switch (error.statusCode) {
    case 401:
      return new TokenRefused(account);
    case 403:
      return new AccessDenied(account, call === "drain");
    case 404:
      return new NotFound({ ...account, isGone: scopeIsGone.has(error.code ?? "") });
    default:
      return new RequestFailed({ ...account, remedy: remedyFor(error, call) });
  }
}

/** The SDK's errors carry the request, and with it the token: what prints or keeps an error would print or keep that. */
function withoutRequest(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as Partial<RestError>;
  return Object.assign(new Error(reasonOf(error)), { name: error.name, code, statusCode });
}

function remedyFor({ statusCode = 0, request }: RestError, call: Parameters<typeof explain>[2]): string {
  if (statusCode === 429) return "ARM throttles this principal: wait some minutes, or run fewer updates at once.";
  if (statusCode >= 400 && statusCode < 500 && call !== undefined) return `It had just been found, so that its name is right. Run it again${call === "logOff" ? GHOSTS : "."}`;
  if (statusCode >= 400 && statusCode < 500) return "Check the scope and the names in it.";
  const host = URL.parse(request?.url ?? "")?.host;
  return host ? `Check that ${host} can be reached from here, and try again.` : "Try again.";
}

/** A session outlives its host in what ARM knows, and cannot be ended there while the host does not run. */
const GHOSTS = "; where its host does not run, once it does, or with `force: true`.";
