import type { SessionIdentity } from "./session";

/** Names of users and hosts are compared the way Windows and Entra ID compare them: without regard to case. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Whether two readings are of the same session of the same person. An id that has gone to somebody else, or to a later
 * session of the same user, is another session: user and create time tell, or the virtual machine where there is no time.
 */
export function sameSession(a: SessionIdentity, b: SessionIdentity): boolean {
  return (
    a.sessionId === b.sessionId &&
    sameName(a.sessionHost, b.sessionHost) &&
    sameName(a.user, b.user) &&
    a.createTime === b.createTime &&
    sameName(a.virtualMachine ?? "", b.virtualMachine ?? "")
  );
}

export const identityOf = ({ sessionHost, sessionId, user, createTime, virtualMachine }: SessionIdentity): SessionIdentity => ({
  sessionHost,
  sessionId,
  user,
  ...(createTime === undefined ? {} : { createTime }),
  ...(virtualMachine === undefined ? {} : { virtualMachine }),
});

/** A string that is equal for two readings exactly when they are {@link sameSession}. */
export const identityKey = ({ sessionHost, sessionId, user, createTime = "", virtualMachine = "" }: SessionIdentity): string =>
  [sessionHost.toLowerCase(), sessionId, user.toLowerCase(), createTime, virtualMachine.toLowerCase()].join("\n");

/**
 * By what is remembered what a session was told and when it was seen: a string that is the same for two readings of one session, also
 * where its user was renamed between them. Host, id and create time outlive that; where there is no time, the user has to tell.
 */
export const lastingKey = (session: SessionIdentity): string => identityKey(session.createTime === undefined ? session : { ...session, user: "" });

/** `session 3 of bob@contoso.com on sh-0.contoso.com`: how sentences name a session. */
export const nameOf = ({ sessionHost, sessionId, user }: SessionIdentity): string =>
  `session ${sessionId} of ${user || "an unknown user"} on ${sessionHost}`;
