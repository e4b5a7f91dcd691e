import { sameName } from "../identity";
import { isOver, type HostState } from "../hosts/observe-host";

/** A `HostReturned` as it lies in a state: the work on its host has ended. What happens to the host later is no drift. */
export interface StoredReturn {
  readonly sessionHost: string;
  /** When the host had been emptied. */
  readonly emptiedAt: string;
}

export const readReturn = ({ sessionHost, emptiedAt }: Readonly<Record<string, unknown>>): readonly StoredReturn[] =>
  typeof sessionHost === "string" && typeof emptiedAt === "string" ? [{ sessionHost, emptiedAt }] : [];

/** Whether a host was emptied for work of which nothing says that it has ended. */
export const isWorkDue = (state: HostState, returns: readonly StoredReturn[]): boolean =>
  isOver(state) && state.maintenance?.hasWork === true && !returns.some(({ sessionHost, emptiedAt }) => sameName(sessionHost, state.sessionHost) && emptiedAt === state.settledAt);
