/**
 * What the service does, in as few words as can be: a reading of the facts of its own, which shares nothing with the emulator.
 * Names are compared without case; what is answered repeats them in the case in which they were asked.
 */
export interface ModelSession {
  user: string;
  state: "Active" | "Disconnected";
  kind: "Desktop" | "RemoteApp";
  /** Milliseconds. */
  created: number;
}

export interface ModelHost {
  readonly name: string;
  /** Whether its machine has stopped. */
  readonly stopped: boolean;
  takesNewcomers: boolean;
  friendlyName: string | null;
  changed: { by: string; at: number } | undefined;
  readonly sessions: Map<number, ModelSession>;
}

/** An answer, without what it says of the request alone. */
export interface ModelAnswer {
  status: number;
  /** Of an error: its code, and its text without the activity id. */
  error?: { code: string; text: string | RegExp };
  body?: unknown;
}

const notFound = (text: string): ModelAnswer => ({ status: 404, error: { code: "404", text } });
const NO_HOST = notFound("SessionHost does not exist");
const NO_SESSION = notFound("User session ID not found");
const DONE: ModelAnswer = { status: 200, body: "" };

export class WorldModel {
  readonly hosts: readonly ModelHost[];
  readonly messages: { sessionHost: string; userSessionId: number; userPrincipalName: string; title: string; body: string; shown: boolean; at: string }[] = [];

  constructor(
    public now: number,
    /** As the ids of what there is begin. */
    readonly pool: { subscriptionId: string; group: string; name: string },
    readonly caller: string,
    hosts: readonly Omit<ModelHost, "changed">[],
  ) {
    this.hosts = hosts.map((host) => ({ ...host, changed: undefined, sessions: new Map(host.sessions) }));
  }

  // What Azure Resource Manager answers.

  get(host: string, id: string): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    const session = found.sessions.get(number(id));
    return session ? { status: 200, body: this.#session(host, number(id), session, true) } : notFound("User session does not exist");
  }

  listByHost(host: string, descending: boolean, skip: number): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    const sorted = [...found.sessions].sort(([a], [b]) => (descending ? b - a : a - b));
    return { status: 200, body: sorted.slice(skip).map(([id, session]) => this.#session(host, id, session, true)) };
  }

  /** In no order: the service's own is known to nobody. */
  listByPool(wanted: { user?: string | undefined; state?: string | undefined }): ModelAnswer {
    const same = (value: string, asked: string | undefined) => asked === undefined || value.toLowerCase() === asked.toLowerCase();
    const all = this.hosts.flatMap(({ name, sessions }) => [...sessions].filter(([, { user, state }]) => same(user, wanted.user) && same(state, wanted.state)).map(([id, session]) => this.#session(name, id, session, false)));
    return { status: 200, body: all };
  }

  disconnect(host: string, id: string): ModelAnswer {
    const found = this.#find(host);
    if (found?.stopped && found.sessions.has(number(id))) return { status: 409, error: { code: "409", text: /Shutdown/ } };
    return this.#act(host, id, (session) => void (session.state = "Disconnected"));
  }

  /** The one operation that compares the host's name with its case. */
  sendMessage(host: string, id: string, title: string, body: string): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    const session = found.sessions.get(number(id));
    if (!session || found.name !== host) return NO_SESSION;
    this.messages.push({ sessionHost: found.name, userSessionId: number(id), userPrincipalName: session.user, title, body, shown: session.state === "Active", at: new Date(this.now).toISOString() });
    return DONE;
  }

  logOff(host: string, id: string, force: boolean): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    if (!found.sessions.has(number(id))) return force ? NO_SESSION : { status: 204, body: "" };
    if (found.stopped && !force) return { status: 409, error: { code: "409", text: /Shutdown/ } };
    found.sessions.delete(number(id));
    return DONE;
  }

  getHost(host: string): ModelAnswer {
    const found = this.#find(host);
    return found ? { status: 200, body: this.#host(host, found) } : NO_HOST;
  }

  changeHost(host: string, changes: { allowNewSession?: boolean | undefined; friendlyName?: string | undefined }): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    found.takesNewcomers = changes.allowNewSession ?? found.takesNewcomers;
    found.friendlyName = changes.friendlyName ?? found.friendlyName;
    found.changed = { by: this.caller, at: this.now };
    return { status: 200, body: this.#host(host, found) };
  }

  // What people do.

  /** @returns the status of the control plane's answer, and the id of the session: of his, where the user has one on the host */
  signIn(host: string, user: string, kind: ModelSession["kind"]): { status: number; id?: number } {
    const found = this.#find(host);
    if (!found) return { status: 404 };
    for (const [id, session] of found.sessions) {
      if (session.user.toLowerCase() !== user.toLowerCase()) continue;
      session.state = "Active";
      return { status: 200, id };
    }
    if (!found.takesNewcomers) return { status: 409 };
    let id = 2;
    while (found.sessions.has(id)) id++;
    found.sessions.set(id, { user, state: "Active", kind, created: this.now });
    return { status: 201, id };
  }

  reconnect(host: string, id: string): { status: number } {
    const session = this.#find(host)?.sessions.get(Number(id));
    if (session) session.state = "Active";
    return { status: session ? 200 : 404 };
  }

  #find(name: string): ModelHost | undefined {
    return this.hosts.find((host) => host.name.toLowerCase() === name.toLowerCase());
  }

  #act(host: string, id: string, act: (session: ModelSession) => void): ModelAnswer {
    const found = this.#find(host);
    if (!found) return NO_HOST;
    const session = found.sessions.get(number(id));
    if (!session) return NO_SESSION;
    act(session);
    return DONE;
  }

  #session(host: string, id: number, { user, state, kind, created }: ModelSession, dated: boolean) {
    const { subscriptionId, group, name } = this.pool;
    const createTime = trimmed(created);
    const [account, domain] = user.split("@");
    return {
      name: `${name}/${host}/${id}`,
      id: `/subscriptions/${subscriptionId}/resourcegroups/${group}/providers/Microsoft.DesktopVirtualization/hostpools/${name}/sessionhosts/${host}/usersessions/${id}`,
      type: "Microsoft.DesktopVirtualization/hostpools/sessionhosts/usersessions",
      properties: { createTime, userPrincipalName: user, sessionState: state, applicationType: kind, activeDirectoryUserName: `${domain!.split(".")[0]!.toUpperCase()}\\${account}` },
      systemData: dated ? { createdAt: createTime, createdBy: null, createdByType: null, lastModifiedAt: null, lastModifiedBy: null, lastModifiedByType: null } : null,
    };
  }

  #host(asked: string, { stopped, takesNewcomers, friendlyName, changed, sessions }: ModelHost) {
    return {
      name: `${this.pool.name}/${asked}`,
      properties: { allowNewSession: takesNewcomers, friendlyName, sessions: sessions.size, status: stopped ? "Shutdown" : "Available" },
      systemData: { lastModifiedBy: changed?.by ?? null, lastModifiedAt: changed ? trimmed(changed.at) : null },
    };
  }
}

/** "02" is not the id 2. */
const number = (id: string): number => (/^(0|[1-9][0-9]*)$/.test(id) ? Number(id) : NaN);

/** The service's times have no zeros at their end: `2023-12-21T15:40:08.15Z`. */
function trimmed(milliseconds: number): string {
  const [seconds, fraction = ""] = new Date(milliseconds).toISOString().slice(0, -1).split(".");
  const kept = fraction.replace(/0+$/, "");
  return `${seconds}${kept === "" ? "" : `.${kept}`}Z`;
}
