/** One session host of a host pool, as it was when it was read. */
export interface SessionHost {
  /** Without its host pool. */
  readonly name: string;
  /** `Available`, `Shutdown`, … or a newer word of the service. */
  readonly status: string;
  /** `false`: drain mode. Newcomers are refused; who has a session may come back to it. */
  readonly allowNewSession: boolean;
  /** When somebody last changed it: ISO 8601, UTC. Absent where the service does not tell. */
  readonly lastModifiedAt?: string;
}

/** Whether a newcomer could get a session there. */
export const isAvailable = ({ status, allowNewSession }: SessionHost): boolean => allowNewSession && status === "Available";
