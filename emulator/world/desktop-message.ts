/** A message that somebody sent to the session of a virtual desktop. */
export interface DesktopMessage {
  /** ISO 8601, UTC. */
  at: string;
  /** Alias of the collection. */
  collectionId: string;
  vmHostName: string;
  sessionId: number;
  vmName: string;
  /** `CONTOSO\alice` */
  user: string;
  title: string;
  body: string;
  /** Whether it appeared on the user's screen: only an active session shows messages. */
  shown: boolean;
}
