import { AccessDeniedByBroker } from "../errors/access-denied-by-broker";
import { RequestFailed } from "../errors/request-failed";
import { SessionsError } from "../errors/sessions-error";
import { SignInFailed } from "../errors/sign-in-failed";
import { UnexpectedAnswer } from "../errors/unexpected-answer";
import type { BrokerSettings } from "../settings/broker-settings";
import { BadAnswer } from "./failures/bad-answer";
import { HttpRefusal } from "./failures/http-refusal";
import { NoAnswer } from "./failures/no-answer";
import { NotSignedIn } from "./failures/not-signed-in";
import { Fault } from "./fault";

/** WSManFault codes. Source: wsmerror.h of the Windows SDK. */
const code = { resourceNotFound: 2150858752, timedOut: 2150858793, invalidResourceUri: 2150858811, cannotProcessFilter: 2150858778 };
/** WBEM codes. Source: wbemcli.h. */
const wbem = { notFound: 0x80041002, accessDenied: 0x80041003, invalidNamespace: 0x8004100e, invalidClass: 0x80041010 };
const deniedCodes = new Set([5, 2150859012, 2150859013]);

/** The broker has no session of that host and id. */
export const isGone = (error: unknown): boolean =>
  error instanceof Fault && (error.code === code.resourceNotFound || error.hresult === wbem.notFound);

const isDenied = (fault: Fault): boolean =>
  fault.subcode === "AccessDenied" || deniedCodes.has(fault.code ?? NaN) || fault.hresult === wbem.accessDenied;

/**
 * Whether the broker may have acted on a call that failed. Only what certainly had no effect is `refused`: nothing was
 * sent, nobody was signed in, HTTP refused the request, or a fault says that the request was wrong or not allowed. A fault
 * of the receiver came up while the call was under way.
 */
export function fateOf(error: unknown): "refused" | "unknown" {
  if (error instanceof SessionsError || error instanceof NotSignedIn) return "refused";
  if (error instanceof NoAnswer) return error.sent ? "unknown" : "refused";
  if (error instanceof HttpRefusal) return !error.sent || (error.status >= 400 && error.status < 500 && error.status !== 408) ? "refused" : "unknown";
  if (error instanceof Fault) {
    if (error.subcode === "TimedOut" || error.code === code.timedOut) return "unknown";
    return error.isSenders || isDenied(error) || isGone(error) ? "refused" : "unknown";
  }
  return "unknown";
}

/** The reason alone. Nothing here has ever held a credential. */
export function reasonOf(error: unknown): string {
  if (error instanceof Fault) return `the broker answered with a fault (${[error.subcode, error.code].filter((part) => part).join(" ")}): ${error.message}`;
  if (error instanceof HttpRefusal) return `the broker answered ${error.message}`;
  if (error instanceof BadAnswer) return `the answer cannot be used: ${error.message}`;
  return error instanceof Error ? error.message.split("\n")[0]! : String(error);
}

/** @param failed what failed, on what: completes "Could not …". */
export function explain(error: unknown, failed: string, settings: BrokerSettings): SessionsError {
  if (error instanceof SessionsError) return error;
  const account = { failed, why: reasonOf(error), cause: error };
  const { host } = new URL(settings.endpoint);
  if (error instanceof NotSignedIn) return new SignInFailed({ ...signInAccount(error, settings), cause: error });
  if (error instanceof BadAnswer) return new UnexpectedAnswer(account);
  if (error instanceof Fault) return isDenied(error) ? new AccessDeniedByBroker(account) : new RequestFailed({ ...account, remedy: remedyFor(error, host) });
  if (error instanceof HttpRefusal && error.status < 500) {
    return new RequestFailed({ ...account, remedy: `Check that ${settings.endpoint} is the WS-Management endpoint (desktop-sessions:rdsEndpoint).` });
  }
  const tls = error instanceof NoAnswer && /CERT|^UNABLE_TO_|^ERR_TLS|^ERR_SSL|^CRL_|^HOSTNAME_MISMATCH$/.test(error.code ?? "");
  return new RequestFailed({
    ...account,
    remedy: tls
      ? `Check the certificate of ${host} and what Node trusts (desktop-sessions:rdsCaPath, NODE_EXTRA_CA_CERTS).`
      : `Check that ${host} can be reached from here, and try again.`,
  });
}

function remedyFor(fault: Fault, host: string): string {
  if (fault.code === code.invalidResourceUri || fault.hresult === wbem.invalidNamespace || fault.hresult === wbem.invalidClass) {
    return `Check that ${host} is an RD Connection Broker: only there is the class Win32_VirtualDesktopSession.`;
  }
  if (fault.code === code.cannotProcessFilter) return `Check collectionId, and that ${host} is an RD Connection Broker: others do not know the class.`;
  if (fault.subcode === "TimedOut") return "The broker is slow: try again, or look what it is busy with.";
  return "Try again; if it stays, look into the broker's event log of Windows Remote Management.";
}

function signInAccount(error: NotSignedIn, { endpoint, authentication, username }: BrokerSettings): { failed: string; why: string; remedy: string } {
  const { host } = new URL(endpoint);
  const offered = error.offered.length > 0 ? `. It takes ${[...new Set(error.offered)].join(", ")}` : "";
  return {
    failed: `sign in at ${host}${username === undefined ? "" : ` as ${username}`} with ${authentication}`,
    why: `${error.message}${offered}`,
    remedy: "Check user name and password or certificate, and desktop-sessions:rdsAuthentication: basic, ntlm, certificate or kerberos.",
  };
}
