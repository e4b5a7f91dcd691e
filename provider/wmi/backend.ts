import type { Backend, Delivery, Message } from "../backend";
import type { Clock } from "../clock";
import { CollectionNotFound } from "../errors/collection-not-found";
import { nameOf, sameName } from "../identity";
import { scopeName, type RdsDeployment } from "../scope";
import type { Session, SessionIdentity } from "../session";
import { SharedList } from "../shared-list";
import type { BrokerSettings } from "../settings/broker-settings";
import { WsmanClient } from "./client";
import { collectionExists } from "./collection";
import { enumerate } from "./enumerate";
import { BadAnswer } from "./failures/bad-answer";
import { explain, fateOf, isGone, reasonOf } from "./explain";
import { get } from "./get";
import { invoke } from "./invoke";
import { rdms } from "./namespaces";
import { done, mayHaveDone, methodFailed, noSuchSession } from "./return-value";
import { columns, toSession } from "./translate";
import { select } from "./wql";

const className = "Win32_VirtualDesktopSession";
const resource = `${rdms}/${className}`;

/**
 * The virtual desktops of one Remote Desktop Services deployment: `Win32_VirtualDesktopSession` over WS-Management.
 *
 * @param patience after so many milliseconds a call that the broker has not answered is given up
 */
export class WmiBackend implements Backend {
  readonly #client: WsmanClient;
  readonly #list: SharedList<Session>;
  /** It was once seen to be there; a collection comes and goes less often than its sessions. */
  #hasCollection = false;

  constructor(
    private readonly deployment: RdsDeployment,
    private readonly settings: BrokerSettings,
    clock: Clock,
    patience = 60_000,
  ) {
    this.#client = new WsmanClient(settings, patience);
    this.#list = new SharedList(() => this.#readAll(), clock);
  }

  sessions(age: "recent" | "now"): Promise<readonly Session[]> {
    return age === "now" ? this.#list.next() : this.#list.recent();
  }

  async session(which: SessionIdentity): Promise<Session | undefined> {
    try {
      const found = await get(this.#client, resource, keysOf(which));
      const { collectionId } = this.deployment;
      // A session that has come to that host and id in another collection is none of this scope.
      if (collectionId !== undefined && !sameName(found.get("CollectionId") ?? "", collectionId)) return undefined;
      return toSession(found);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw this.#explain(error, `read ${nameOf(which)}`);
    }
  }

  disconnect(session: SessionIdentity): Promise<void> {
    return this.#act(session, "Disconnect", `disconnect ${nameOf(session)}`);
  }

  /** `Logoff()` has one way: it closes applications without asking. So `force` changes nothing here. */
  logOff(session: SessionIdentity, _options: { readonly force: boolean }): Promise<void> {
    return this.#act(session, "Logoff", `log off ${nameOf(session)}`);
  }

  async message(session: SessionIdentity, { title, body }: Message): Promise<Delivery> {
    const failed = `send the message to ${nameOf(session)}`;
    let value: number;
    try {
      value = await invoke(this.#client, resource, keysOf(session), "SendMessage", { Title: title, Message: body });
    } catch (error) {
      if (isGone(error)) return { status: "gone" };
      if (fateOf(error) === "unknown") return { status: "unconfirmed", why: reasonOf(error) };
      throw this.#explain(error, failed);
    }
    if (value === done) return { status: "sent" };
    if (value === noSuchSession) return { status: "gone" };
    if (mayHaveDone(value)) return { status: "unconfirmed", why: `SendMessage returned ${value}` };
    throw methodFailed(value, failed);
  }

  async #act(session: SessionIdentity, method: "Disconnect" | "Logoff", failed: string): Promise<void> {
    let value: number;
    try {
      value = await invoke(this.#client, resource, keysOf(session), method);
    } catch (error) {
      if (isGone(error)) return;
      throw this.#explain(error, failed);
    }
    if (value !== done && value !== noSuchSession) throw methodFailed(value, failed);
  }

  async #readAll(): Promise<readonly Session[]> {
    const { collectionId } = this.deployment;
    try {
      const sessions: Session[] = [];
      const query = select(columns, className, collectionId === undefined ? {} : { CollectionId: collectionId });
      const begun = new Set<string>();
      for await (const page of enumerate(this.#client, query)) {
        if (page[0]) refuseRepetition(begun, toSession(page[0]));
        for (const found of page) sessions.push(toSession(found));
      }
      if (collectionId !== undefined) await this.#checkCollection(collectionId, sessions);
      return sessions;
    } catch (error) {
      throw this.#explain(error, `list the sessions of ${scopeName(this.deployment)}`);
    }
  }

  /** One that is misspelt has no sessions, and every intent about nobody would hold. */
  async #checkCollection(collectionId: string, sessions: readonly Session[]): Promise<void> {
    this.#hasCollection ||= sessions.length > 0 || (await collectionExists(this.#client, collectionId));
    if (this.#hasCollection) return;
    const { connectionBroker } = this.deployment;
    throw new CollectionNotFound({ failed: `list the sessions of ${scopeName(this.deployment)}`, why: `${connectionBroker} has no collection ${collectionId}` });
  }

  #explain(error: unknown, failed: string): Error {
    return explain(error, failed, this.settings);
  }
}

/** Host and id are the keys of the class. A broker that gives a page again would be listened to for ever. */
function refuseRepetition(begun: Set<string>, { sessionHost, sessionId }: Session): void {
  const key = `session ${sessionId} on ${sessionHost}`;
  if (begun.has(key)) throw new BadAnswer(`it lists ${key} twice`);
  begun.add(key);
}

const keysOf = ({ sessionHost, sessionId }: SessionIdentity): Record<string, string> => ({ SessionId: sessionId, VMHostName: sessionHost });
