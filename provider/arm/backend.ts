import type { Delivery, Message } from "../backend";
import type { Clock } from "../clock";
import type { SessionHost } from "../host";
import type { HostBackend } from "../host-backend";
import { nameOf } from "../identity";
import { scopeName, type AzureHostPool } from "../scope";
import type { Session, SessionIdentity } from "../session";
import type { AzureSettings } from "../settings/azure-settings";
import { SharedList } from "../shared-list";
import { createClients, type ArmClients } from "./clients";
import { explain, fateOf, isGone, reasonOf } from "./explain";
import { toSession, toSessionHost } from "./translate";

/**
 * One host pool of Azure Virtual Desktop, over the official SDK.
 *
 * @param patience after so many milliseconds a request that ARM, or who signs in, has not answered is given up; the SDK itself
 * waits for ever.
 */
export class ArmBackend implements HostBackend {
  readonly #clients: ArmClients;
  readonly #list: SharedList<Session>;
  readonly #hosts: SharedList<SessionHost>;

  constructor(
    private readonly pool: AzureHostPool,
    settings: AzureSettings,
    clock: Clock,
    patience = 60_000,
  ) {
    this.#clients = createClients(settings, pool.subscriptionId, patience);
    this.#list = new SharedList(() => this.#readAll(), clock);
    this.#hosts = new SharedList(() => this.#readHosts(), clock);
  }

  sessions(age: "recent" | "now"): Promise<readonly Session[]> {
    return age === "now" ? this.#list.next() : this.#list.recent();
  }

  hosts(age: "recent" | "now"): Promise<readonly SessionHost[]> {
    return age === "now" ? this.#hosts.next() : this.#hosts.recent();
  }

  async setAllowNewSession(sessionHost: string, allowNewSession: boolean): Promise<SessionHost> {
    const { resourceGroupName, hostPoolName } = this.pool;
    try {
      const patch = { sessionHost: { allowNewSession } };
      return toSessionHost(await this.#clients.repeating.sessionHosts.update(resourceGroupName, hostPoolName, sessionHost, patch));
    } catch (error) {
      throw explain(error, `${allowNewSession ? "let newcomers onto" : "drain"} ${sessionHost} in ${scopeName(this.pool)}`);
    }
  }

  async session(which: SessionIdentity): Promise<Session | undefined> {
    try {
      return toSession(await this.#clients.repeating.userSessions.get(...this.#path(which)));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw explain(error, `read ${nameOf(which)}`);
    }
  }

  async disconnect(session: SessionIdentity): Promise<void> {
    try {
      await this.#clients.repeating.userSessions.disconnect(...this.#path(session));
    } catch (error) {
      if (!isGone(error)) throw explain(error, `disconnect ${nameOf(session)}`);
    }
  }

  async logOff(session: SessionIdentity, { force }: { readonly force: boolean }): Promise<void> {
    try {
      await this.#clients.repeating.userSessions.delete(...this.#path(session), { force });
    } catch (error) {
      if (!isGone(error)) throw explain(error, `log off ${nameOf(session)}`);
    }
  }

  async message(session: SessionIdentity, { title, body }: Message): Promise<Delivery> {
    try {
      const sendMessage = { messageTitle: title, messageBody: body };
      await this.#clients.once.userSessions.sendMessage(...this.#path(session), { sendMessage });
      return { status: "sent" };
    } catch (error) {
      if (isGone(error)) return { status: "gone" };
      const fate = fateOf(error);
      if (fate === "accepted") return { status: "sent" };
      if (fate === "unknown") return { status: "unconfirmed", why: reasonOf(error) };
      throw explain(error, `send the message to ${nameOf(session)}`);
    }
  }

  #path({ sessionHost, sessionId }: SessionIdentity): [string, string, string, string] {
    return [this.pool.resourceGroupName, this.pool.hostPoolName, sessionHost, sessionId];
  }

  async #readHosts(): Promise<readonly SessionHost[]> {
    const { resourceGroupName, hostPoolName } = this.pool;
    try {
      const hosts: SessionHost[] = [];
      for await (const found of this.#clients.repeating.sessionHosts.list(resourceGroupName, hostPoolName)) hosts.push(toSessionHost(found));
      return hosts;
    } catch (error) {
      throw explain(error, `list the session hosts of ${scopeName(this.pool)}`);
    }
  }

  async #readAll(): Promise<readonly Session[]> {
    const { resourceGroupName, hostPoolName } = this.pool;
    try {
      const sessions: Session[] = [];
      const pages = this.#clients.repeating.userSessions.listByHostPool(resourceGroupName, hostPoolName);
      for await (const found of pages) sessions.push(toSession(found));
      return sessions;
    } catch (error) {
      throw explain(error, `list the sessions of ${scopeName(this.pool)}`);
    }
  }
}
