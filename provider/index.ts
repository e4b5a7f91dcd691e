export { HostDrained, type HostDrainedArgs } from "./resources/host-drained";
export { HostEmpty, type HostEmptyArgs } from "./resources/host-empty";
export { HostMaintenance, type HostMaintenanceArgs } from "./resources/host-maintenance";
export { MessageSent, type MessageSentArgs } from "./resources/message-sent";
export { SessionDisconnected, type SessionDisconnectedArgs } from "./resources/session-disconnected";
export { SessionLoggedOff, type SessionLoggedOffArgs } from "./resources/session-logged-off";
export { detectDrift, type DriftOptions } from "./drift/detect-drift";
export { getSessions, getSessionsOutput } from "./get-sessions";

export type { StateSource } from "./drift/state-source";
export type { DriftReport, Finding, GoneFinding, HostReport, Ignored, IntentReport, Outcome, ScopeReport, StackReport, Trouble, Waiting } from "./drift/report";
export type { Environment } from "./connect";
export type { Found } from "./hosts/found";
export type { Recipient } from "./intents/intent";
export type { Notice, NoticeArgs } from "./intents/notice";
export type { MaintenanceWindow } from "./maintenance-window";
export type { Protection } from "./protection";
export type { AzureHostPool, RdsDeployment, Scope } from "./scope";
export type { Selector } from "./selector";
export type { Session, SessionIdentity, SessionState } from "./session";

// The errors that getSessions and detectDrift throw. Intents throw theirs in the provider's process, where no program can catch them.
export { AccessDenied } from "./errors/access-denied";
export { BadConfiguration } from "./errors/bad-configuration";
export { CollectionNotFound } from "./errors/collection-not-found";
export { IgnoreRefused } from "./errors/ignore-refused";
export { InvalidArguments } from "./errors/invalid-arguments";
export { NotFound } from "./errors/not-found";
export { ReportUnreadable } from "./errors/report-unreadable";
export { RequestFailed } from "./errors/request-failed";
export { SessionsError } from "./errors/sessions-error";
export { SignInFailed } from "./errors/sign-in-failed";
export { TokenRefused } from "./errors/token-refused";
export { UnexpectedAnswer } from "./errors/unexpected-answer";
