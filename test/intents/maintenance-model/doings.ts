import fc from "fast-check";
import type { Emulator } from "../../../emulator";
import { hosts, people, spare } from "./maintained";

/** What people and operators do. */
export interface Doing {
  readonly what: "signIn" | "signOut" | "disconnect" | "reconnect" | "drain" | "undrain" | "shutDown" | "start" | "remove";
  /** Which host or session of those that are there, counted round. */
  readonly which: number;
  readonly who: string;
}

const doingOf = (what: fc.Arbitrary<Doing["what"]>): fc.Arbitrary<Doing> => fc.record({ what, which: fc.nat(11), who: fc.constantFrom(...people) });

/** Of people alone: it may come at any moment of a run. */
export const ofPeople = doingOf(fc.constantFrom("signIn", "signIn", "signOut", "disconnect", "reconnect"));

export const doing = fc.oneof(
  { weight: 4, arbitrary: ofPeople },
  { weight: 1, arbitrary: doingOf(fc.oneof({ weight: 9, arbitrary: fc.constantFrom("drain" as const, "undrain" as const, "undrain" as const, "shutDown" as const, "start" as const, "start" as const) }, { weight: 1, arbitrary: fc.constant("remove" as const) })) },
);

let born = 0;

/** Has it happen, where it can. Nobody ever has the same id and create time as somebody before. */
export function does({ world, clock }: Emulator, { what, which, who }: Doing): void {
  const there = [...world.sessionHost(spare).pool.hosts].filter(({ name }) => hosts.includes(name));
  const host = there[which % Math.max(1, there.length)];
  const sessions = there.flatMap(({ sessions: on }) => [...on]);
  const session = sessions[which % Math.max(1, sessions.length)];
  if (host) {
    if (what === "signIn" && host.allowNewSession && host.reachable) world.signIn(host, { userPrincipalName: who, createTime: new Date(clock.now() - (born++ % 900)).toISOString() });
    if (what === "drain") world.drain(host);
    if (what === "undrain") world.undrain(host);
    if (what === "shutDown") world.shutDown(host);
    if (what === "start") world.startHost(host);
    if (what === "remove") world.removeHost(host, { force: true });
  }
  if (!session?.host.reachable) return;
  if (what === "signOut") world.logOff(session);
  if (what === "disconnect") world.disconnect(session);
  if (what === "reconnect") world.reconnect(session);
}
