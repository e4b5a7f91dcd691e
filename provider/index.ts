export { MessageSent, type MessageSentArgs } from "./resources/message-sent";
export { SessionDisconnected, type SessionDisconnectedArgs } from "./resources/session-disconnected";
export { SessionLoggedOff, type SessionLoggedOffArgs } from "./resources/session-logged-off";
export { getSessions, getSessionsOutput } from "./get-sessions";

export type { Recipient } from "./intents/intent";
export type { AzureHostPool, RdsDeployment, Scope } from "./scope";
export type { Selector } from "./selector";
export type { Session, SessionIdentity, SessionState } from "./session";

// The errors that getSessions throws. Intents throw theirs in the provider's process, where no program can catch them.
export { AccessDenied } from "./errors/access-denied";
export { BadConfiguration } from "./errors/bad-configuration";
export { InvalidArguments } from "./errors/invalid-arguments";
export { NotFound } from "./errors/not-found";
export { RequestFailed } from "./errors/request-failed";
export { SessionsError } from "./errors/sessions-error";
export { SignInFailed } from "./errors/sign-in-failed";
export { TokenRefused } from "./errors/token-refused";
export { UnexpectedAnswer } from "./errors/unexpected-answer";
