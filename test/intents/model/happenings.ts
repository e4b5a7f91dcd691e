import fc from "fast-check";
import type { Emulator, SessionHost, UserSession } from "../../../emulator";
import { hosts, people, upn } from "./declared";

/** What people, machines and operators do. */
export interface Happening {
  readonly what: "signIn" | "signOut" | "disconnect" | "reconnect" | "replace" | "recase" | "shutDown" | "start" | "drain" | "undrain";
  /** Which host or session of those that are there, counted round. */
  readonly which: number;
  readonly who: string;
}

export const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("signIn" as const, "signOut" as const, "disconnect" as const, "reconnect" as const, "reconnect" as const, "replace" as const, "recase" as const) },
    { weight: 2, arbitrary: fc.constantFrom("shutDown" as const, "start" as const, "drain" as const, "undrain" as const) },
  ),
  which: fc.nat(7),
  who: fc.constantFrom(...people),
});

let born = 0;

/**
 * Has it happen, where it can. Nobody ever has the same id and create time as somebody before.
 *
 * @param to the session that it happens to, where it is to happen to that one
 */
export function happen({ world, clock }: Emulator, { what, which, who }: Happening, to?: UserSession): void {
  const sessions = hosts.flatMap((name) => [...world.sessionHost(name).sessions]);
  const host: SessionHost = world.sessionHost(hosts[which % hosts.length]!);
  const session = to ?? sessions[which % Math.max(1, sessions.length)];
  const createTime = new Date(clock.now() - (born++ % 900)).toISOString();
  const takes = (on: SessionHost): boolean => on.allowNewSession && on.reachable;
  if (what === "signIn" && takes(host)) world.signIn(host, { userPrincipalName: upn(who), createTime });
  if (what === "shutDown") world.shutDown(host);
  if (what === "start") world.startHost(host);
  if (what === "drain") world.drain(host);
  if (what === "undrain") world.undrain(host);
  if (!session) return;
  if (what === "signOut" && session.host.reachable) world.logOff(session);
  if (what === "disconnect" && session.host.reachable) world.disconnect(session);
  if (what === "reconnect" && session.host.reachable) world.reconnect(session);
  if (what === "replace") {
    world.logOff(session, { force: true });
    world.place(session.host, session.id, { userPrincipalName: upn(who), createTime });
  }
  if (what === "recase") recase(world, session);
}

/** The same session of the same person, whose name is spelt in another way. */
function recase(world: Emulator["world"], session: UserSession): void {
  const { host, id, userPrincipalName, createTime, sessionState, applicationType } = session;
  const other = userPrincipalName === userPrincipalName.toLowerCase() ? userPrincipalName.toUpperCase() : userPrincipalName.toLowerCase();
  world.logOff(session, { force: true });
  world.place(host, id, { userPrincipalName: other, createTime, sessionState, applicationType, activeDirectoryUserName: session.activeDirectoryUserName });
}
