/** A message that somebody sent to a session. */
export interface Message {
  /** ISO 8601, UTC. */
  at: string;
  subscriptionId: string;
  hostPool: string;
  sessionHost: string;
  userSessionId: number;
  userPrincipalName: string;
  title: string;
  body: string;
  /** Whether it appeared on the user's screen: only an active session shows messages. */
  shown: boolean;
}
