import type { Call, Delivery, Message } from "../backend";
import type { Clock } from "../clock";
import { UnexpectedAnswer } from "../errors/unexpected-answer";
import type { SessionHost } from "../host";
import type { HostBackend, HostChange } from "../host-backend";
import { nameOf } from "../identity";
import { scopeName, type AzureHostPool } from "../scope";
import type { Session, SessionIdentity } from "../session";
import type { AzureSettings } from "../settings/azure-settings";
import { SharedList } from "../shared-list";
import { createClients, type ArmClients } from "./clients";
import { explain, fateOf, isGone, reasonOf } from "./explain";
import { Limiter } from "./limiter";
import { NotTaken } from "./not-taken";
import { toSession, toSessionHost } from "./translate";

const verbs: Readonly<Record<Call, string>> = { disconnect: "disconnect", logOff: "log off", message: "send the message to" };

/**
 * One host pool of Azure Virtual Desktop, over the official SDK.
 *
 * @param patience after so many milliseconds a request that ARM, or who signs in, has not answered is given up; the SDK itself
 * waits for ever.
 * @param limiter is shared with the other pools of the subscription.
 */
export class ArmBackend implements HostBackend {
  readonly atOnce = 32;
  readonly #clients: ArmClients;
  readonly #list: SharedList<Session>;
  readonly #hosts: SharedList<SessionHost>;

  constructor(
    private readonly pool: AzureHostPool,
    settings: AzureSettings,
    clock: Clock,
    patience = 60_000,
    private readonly limiter = new Limiter(clock),
  ) {
    this.#clients = createClients(settings, pool.subscriptionId, patience, limiter);
    this.#list = new SharedList(() => this.#readAll(), clock);
    this.#hosts = new SharedList(() => this.#readHosts(), clock);
  }

  sessions(age: "recent" | "now"): Promise<readonly Session[]> {
    return age === "now" ? this.#list.next() : this.#list.recent();
  }

  hosts(age: "recent" | "now"): Promise<readonly SessionHost[]> {
    return age === "now" ? this.#hosts.next() : this.#hosts.recent();
  }

  async setAllowNewSession(sessionHost: string, allowNewSession: boolean): Promise<HostChange> {
    const { resourceGroupName, hostPoolName } = this.pool;
    try {
      const patch = { sessionHost: { allowNewSession } };
      return { status: "done", host: toSessionHost(await this.#clients.once.sessionHosts.update(resourceGroupName, hostPoolName, sessionHost, patch)) };
    } catch (error) {
      const explained = explain(error, `${allowNewSession ? "let newcomers onto" : "drain"} ${sessionHost} in ${scopeName(this.pool)}`, "drain");
      if (fateOf(error) === "refused" && !(error instanceof UnexpectedAnswer)) throw explained;
      return { status: "unconfirmed", error: explained };
    }
  }

  async session(which: SessionIdentity): Promise<Session | undefined> {
    try {
      return toSession(await this.#clients.repeating.userSessions.get(...this.#path(which)));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw explain(error, `read ${nameOf(which)}`, "read");
    }
  }

  async inTurn<Result>(call: Call, session: SessionIdentity, work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.limiter.inTurn(call === "logOff" ? "deletes" : "writes", work);
    } catch (error) {
      throw error instanceof NotTaken ? explain(error, `${verbs[call]} ${nameOf(session)}`) : error;
    }
  }

  async disconnect(session: SessionIdentity): Promise<void> {
    try {
      await this.#clients.repeating.userSessions.disconnect(...this.#path(session));
    } catch (error) {
      if (!isGone(error)) throw explain(error, `${verbs.disconnect} ${nameOf(session)}`, "disconnect");
    }
  }

  async logOff(session: SessionIdentity, { force }: { readonly force: boolean }): Promise<void> {
    try {
      await this.#clients.repeating.userSessions.delete(...this.#path(session), { force });
    } catch (error) {
      if (!isGone(error)) throw explain(error, `${verbs.logOff} ${nameOf(session)}`, "logOff");
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
      throw explain(error, `${verbs.message} ${nameOf(session)}`, "message");
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
