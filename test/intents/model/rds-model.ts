import fc from "fast-check";
import type { DesktopSessionEvent, Emulator } from "../../../emulator";
import type { VirtualDesktop } from "../../../emulator/world/rds/virtual-desktop";
import type { VirtualDesktopSession } from "../../../emulator/world/rds/virtual-desktop-session";
import { rdsEstate } from "../rds-estate";
import { nthOf, respelt, type Happening } from "./happening";
import type { ModelEstate, ModelWorld, Resident, SessionNews } from "./model-estate";

const nameOf = (person: string): string => `CONTOSO\\${person}`;
const method = (name: string): string => `Win32_VirtualDesktopSession.${name}`;
const [acts, send] = [[method("Disconnect"), method("Logoff"), method("SendMessage")], method("SendMessage")];
const types: Partial<Record<string, SessionNews["type"]>> = { "desktop.signedIn": "signedIn", "desktop.disconnected": "disconnected", "desktop.loggedOff": "loggedOff" } satisfies Partial<Record<DesktopSessionEvent["type"], SessionNews["type"]>>;

/** A collection of virtual desktops with the same people, over WS-Management. */
export const rdsModel: ModelEstate = {
  system: rdsEstate.system,
  seed: rdsEstate.seed!,
  scope: rdsEstate.scope,
  hosts: rdsEstate.hosts,
  namesOf: (person) => [nameOf(person), nameOf(person).toLowerCase(), `Contoso\\${person}`],
  protections: [{ users: ["contoso\\S*"] }, { sessionHosts: ["hv-1.*"] }],
  hasMore: false,
  fault: fc.oneof(
    fc.record({ operation: fc.constantFrom(...acts), nth: fc.integer({ min: 1, max: 3 }), returnValue: fc.constantFrom(5, 21) }),
    fc.record({ operation: fc.constantFrom(...acts), nth: fc.integer({ min: 1, max: 2 }), returnValue: fc.constant(1726), effect: fc.boolean() }),
    fc.record({ operation: fc.constant(send), nth: fc.integer({ min: 1, max: 3 }), reset: fc.constantFrom("before" as const, "after" as const) }),
    fc.record({ operation: fc.constant(send), nth: fc.integer({ min: 1, max: 2 }), status: fc.constant(500), effect: fc.boolean() }),
    fc.record({ operation: fc.constantFrom("Enumerate", "Get"), nth: fc.integer({ min: 1, max: 4 }), status: fc.constant(403) }),
  ),
  looks: ["Enumerate", "Get"],
  in: (emulator) => new RdsModelWorld(emulator),
};

class RdsModelWorld implements ModelWorld {
  /** Who has had a session where: without a create time nobody could tell a later one of theirs from it. */
  readonly #had: Set<string>;

  constructor(private readonly emulator: Emulator) {
    this.#had = new Set(this.#sessions.map(({ desktop, id, user }) => whole(desktop, id, user)));
  }

  get residents(): readonly Resident[] {
    return this.#sessions.map(({ desktop, id, user, connectState }) => ({ host: desktop.host.name, id, user, born: { virtualMachine: desktop.name }, state: connectState }));
  }

  get isStopped(): boolean {
    return this.#desktops.some(({ state }) => state !== "Running");
  }

  newsIn: ModelWorld["newsIn"] = (event) => {
    if (!("vmHostName" in event) || event.type === "desktop.stateChanged") return undefined;
    const [type, to] = event.type === "desktop.messageSent" ? (["told", ""] as const) : [types[event.type] ?? "reconnected", event.to ?? ""];
    return { type, host: event.vmHostName, id: event.sessionId, to };
  };

  targetOf: ModelWorld["targetOf"] = ({ target }) => (target?.VMHostName === undefined || target.SessionId === undefined ? undefined : { host: target.VMHostName, id: Number(target.SessionId) });
  isWrite: ModelWorld["isWrite"] = ({ operation }) => /^(Disconnect|Logoff|SendMessage) /.test(operation ?? "");
  isList: ModelWorld["isList"] = ({ operation }) => operation?.startsWith("Enumerate ") === true;

  happen({ what, which, who }: Happening, to?: Pick<Resident, "host" | "id">): void {
    const { rds } = this.emulator.world;
    const desktop = nthOf(this.#desktops, which)!;
    if (what === "signIn" && desktop.state === "Running" && !desktop.session) this.#place(desktop, desktop.host.nextId(), who);
    if (what === "shutDown") rds.setState(desktop, "Off");
    if (what === "start") rds.setState(desktop, "Running");
    const session = this.#sessions.find(({ id, desktop: { host } }) => id === to?.id && host.name === to.host) ?? nthOf(this.#sessions, which);
    if (session?.desktop.state !== "Running") return;
    if (what === "signOut") rds.logOff(session);
    if (what === "disconnect") rds.disconnect(session);
    if (what === "reconnect") rds.reconnect(session);
    if (what === "replace" && !this.#had.has(whole(session.desktop, session.id, nameOf(who)))) {
      rds.logOff(session);
      this.#place(session.desktop, session.id, who);
    }
    if (what === "recase") {
      const { desktop: on, id, user, connectState } = session;
      rds.logOff(session);
      rds.place(on, id, { user: respelt(user), connectState });
    }
  }

  #place(desktop: VirtualDesktop, id: number, who: string): void {
    const user = nameOf(who);
    if (this.#had.has(whole(desktop, id, user))) return;
    this.#had.add(whole(desktop, id, user));
    this.emulator.world.rds.place(desktop, id, { user });
  }

  get #desktops(): readonly VirtualDesktop[] {
    return [...this.emulator.world.rds.desktops].filter(({ collection }) => collection.alias === "Pool1");
  }

  get #sessions(): readonly VirtualDesktopSession[] {
    return this.#desktops.flatMap(({ session }) => session ?? []);
  }
}

const whole = ({ name, host }: VirtualDesktop, id: number, user: string): string => [host.name, name, id, user.toLowerCase()].join(" ");
