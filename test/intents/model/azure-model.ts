import fc from "fast-check";
import type { Emulator, SessionEvent, SessionHost, UserSession } from "../../../emulator";
import { pool } from "../../sample";
import { nthOf, respelt, type Happening } from "./happening";
import type { ModelEstate, ModelWorld, Resident, SessionNews } from "./model-estate";

const hosts = ["sh-0.contoso.com", "sh-1.contoso.com"] as const;
const upn = (person: string): string => `${person}@contoso.com`;

const lost = { status: 503, effect: true, headers: { "retry-after-ms": "1" }, times: 1 };
const acts = fc.constantFrom("UserSessions_Disconnect", "UserSessions_Delete", "UserSessions_SendMessage", "SessionHosts_Update");
const looks = ["UserSessions_ListByHostPool", "UserSessions_Get", "SessionHosts_List"];
const types: Partial<Record<string, SessionNews["type"]>> = { "session.signedIn": "signedIn", "session.disconnected": "disconnected", "session.loggedOff": "loggedOff" } satisfies Partial<Record<SessionEvent["type"], SessionNews["type"]>>;

/** The host pool of the emulator's sample world. */
export const azureModel: ModelEstate = {
  system: "Azure Virtual Desktop",
  scope: pool,
  hosts,
  namesOf: (person) => [upn(person), upn(person).toUpperCase(), `Contoso\\${person}`],
  protections: [{ users: ["SVC@*"] }, { users: ["contoso\\s*"] }, { sessionHosts: ["sh-1.*"] }],
  hasMore: true,
  fault: fc.oneof(
    fc.record({ operation: acts, nth: fc.integer({ min: 1, max: 3 }), status: fc.constantFrom(403, 409) }),
    fc.record({ operation: fc.constantFrom("UserSessions_Disconnect", "UserSessions_Delete", "SessionHosts_Update") }).map((rule) => ({ ...rule, ...lost })),
    fc.record({ operation: fc.constant("UserSessions_SendMessage"), nth: fc.integer({ min: 1, max: 3 }), reset: fc.constantFrom("before" as const, "after" as const) }),
    fc.record({ operation: fc.constant("UserSessions_SendMessage"), nth: fc.integer({ min: 1, max: 2 }), status: fc.constant(500), effect: fc.boolean() }),
    fc.record({ operation: fc.constantFrom(...looks), nth: fc.integer({ min: 1, max: 4 }), status: fc.constant(403) }),
  ),
  looks,
  in: (emulator) => new AzureModelWorld(emulator),
};

let born = 0;

class AzureModelWorld implements ModelWorld {
  constructor(private readonly emulator: Emulator) {}

  get residents(): readonly Resident[] {
    return this.#sessions.map(({ host, id, userPrincipalName, activeDirectoryUserName, createTime, sessionState }) => ({
      host: host.name,
      id,
      user: userPrincipalName,
      ...(activeDirectoryUserName !== null && { otherName: activeDirectoryUserName }),
      born: { createTime: new Date(createTime).toISOString() },
      state: sessionState,
    }));
  }

  get isStopped(): boolean {
    return this.#hosts.some(({ reachable }) => !reachable);
  }

  newsIn: ModelWorld["newsIn"] = (event) => {
    if (!("userSessionId" in event)) return undefined;
    const [type, to] = event.type === "message.sent" ? (["told", ""] as const) : [types[event.type] ?? "reconnected", event.to ?? ""];
    return { type, host: event.sessionHost, id: event.userSessionId, to };
  };

  targetOf: ModelWorld["targetOf"] = ({ target }) =>
    target?.sessionHostName === undefined || target.userSessionId === undefined ? undefined : { host: target.sessionHostName, id: Number(target.userSessionId) };

  isWrite: ModelWorld["isWrite"] = ({ method, operation }) => method !== "GET" && operation?.includes("Session") === true;
  isList: ModelWorld["isList"] = ({ operation }) => operation === "UserSessions_ListByHostPool";

  /** Nobody ever has the same id and create time as somebody before. */
  happen({ what, which, who }: Happening, to?: Pick<Resident, "host" | "id">): void {
    const { world, clock } = this.emulator;
    const host = nthOf(this.#hosts, which)!;
    const session = (to && world.sessionHost(to.host).findSession(to.id)) ?? nthOf(this.#sessions, which);
    const createTime = new Date(clock.now() - (born++ % 900)).toISOString();
    if (what === "signIn" && host.allowNewSession && host.reachable) world.signIn(host, { userPrincipalName: upn(who), createTime });
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
    if (what === "recase") this.#respell(session);
  }

  /** The same session of the same person. */
  #respell(session: UserSession): void {
    const { host, id, userPrincipalName, createTime, sessionState, applicationType, activeDirectoryUserName } = session;
    this.emulator.world.logOff(session, { force: true });
    this.emulator.world.place(host, id, { userPrincipalName: respelt(userPrincipalName), createTime, sessionState, applicationType, activeDirectoryUserName });
  }

  get #hosts(): readonly SessionHost[] {
    return hosts.map((name) => this.emulator.world.sessionHost(name));
  }

  get #sessions(): readonly UserSession[] {
    return this.#hosts.flatMap(({ sessions }) => [...sessions]);
  }
}
