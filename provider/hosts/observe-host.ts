import { isDeepStrictEqual } from "node:util";
import type { SessionHost } from "../host";
import type { Memory } from "../intents/intent";
import { judge, type Judgement } from "../intents/judge";
import { memoryIn, type IntentOutputs } from "../outputs";
import type { Session } from "../session";
import { findHost } from "./host-place";
import { emptyingArgs, emptyingOf } from "./emptying";
import type { Found } from "./found";
import { argumentsOf, type HostEmptyArgs, type HostIntentName } from "./host-args";
import { isFor, settledFor, type SettledFor } from "./settled-for";

/** An intent about a host as it lies in a state. */
export type HostState = HostEmptyArgs & Partial<IntentOutputs> & { readonly found?: Found; readonly settledFor?: SettledFor };

/** What one observation means for an intent about a host. */
export interface HostObservation {
  readonly host: SessionHost;
  /** Of the sessions on it; of nobody where only the host is meant. */
  readonly judgement: Judgement;
  readonly settled: boolean;
}

export const nobody: Judgement = { matched: 0, violations: [], memory: {} };

/** What sessions mean for an intent about a host. @param now milliseconds since the epoch */
export const judgeHost = (name: HostIntentName, args: HostEmptyArgs, memory: Memory, sessions: readonly Session[], now: number): Judgement =>
  name === "HostEmpty" ? judge(emptyingOf(args), emptyingArgs(args), memory, sessions, now) : nobody;

/** Whether it was done once for its triggers: what happens to the host afterwards is no drift, and not looked at. */
export const isOver = ({ settled, triggers }: Partial<HostState>): boolean => settled === true && triggers !== undefined;

/** Whether it was done last for the triggers of now, also where others were begun with since: what else the arguments say is for the next time. */
export const isDone = (state: Partial<HostState>, { triggers }: Pick<HostEmptyArgs, "triggers">): boolean => isFor(settledForIn(state), triggers);

/** For what it was done last. A state may come from a version that did not write it down. */
export const settledForIn = (state: Partial<HostState>): SettledFor | undefined =>
  state.settledFor ?? (isOver(state) ? settledFor(state.triggers, state.settledAt, state.found, undefined) : undefined);

/** What is known before a run for some triggers: with others it begins anew, and what was settled before says nothing of it. */
export function knownFor<State extends Partial<HostState>>({ settledAt, ...state }: State, { triggers }: Pick<HostEmptyArgs, "triggers">): Omit<State, "settledAt"> & { readonly settledAt?: string } {
  return isDeepStrictEqual(state.triggers, triggers) && settledAt !== undefined ? { ...state, settledAt } : state;
}

/**
 * What lists of hosts and sessions mean for an intent as it lies in a state. Refreshes and drift reports are both made of
 * this, so that they never disagree.
 *
 * @param now milliseconds since the epoch
 * @returns `undefined` where the host is not there
 */
export function observeHost(name: HostIntentName, state: HostState, hosts: readonly SessionHost[], sessions: readonly Session[], now: number): HostObservation | undefined {
  const host = findHost(hosts, state.sessionHost);
  if (!host) return undefined;
  const judgement = judgeHost(name, argumentsOf(name, state), memoryIn(state), sessions, now);
  return { host, judgement, settled: !host.allowNewSession && judgement.violations.length === 0 };
}
