import type { Backend, Delivery, Message } from "../backend";
import type { Clock } from "../clock";
import { nameOf } from "../identity";
import { scopeName, type AzureHostPool } from "../scope";
import type { Session, SessionIdentity } from "../session";
import type { AzureSettings } from "../settings/azure-settings";
import { SharedList } from "../shared-list";
import { createClients, type ArmClients } from "./clients";
import { explain, fateOf, isGone, reasonOf } from "./explain";
import { toSession } from "./translate";

/**
 * One host pool of Azure Virtual Desktop, over the official SDK.
 *
 * @param patience after so many milliseconds a request that ARM, or who signs in, has not answered is given up; the SDK itself
 * waits for ever.
 */
export class ArmBackend implements Backend {
  readonly #clients: ArmClients;
  readonly #list: SharedList<Session>;

  constructor(
    private readonly pool: AzureHostPool,
    settings: AzureSettings,
    clock: Clock,
    patience = 60_000,
  ) {
    this.#clients = createClients(settings, pool.subscriptionId, patience);
    this.#list = new SharedList(() => this.#readAll(), clock);
  }

  sessions(age: "recent" | "now"): Promise<readonly Session[]> {
    return age === "now" ? this.#list.next() : this.#list.recent();
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
