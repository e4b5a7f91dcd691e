import { randomUUID } from "node:crypto";
import { readAnswer } from "./answer";
import { authenticationFor } from "./authentication/authentication-for";
import type { BrokerSettings } from "../settings/broker-settings";
import { Connection } from "./connection";
import { Connections } from "./connections";
import { envelope, type Call } from "./envelope";
import { NoAnswer } from "./failures/no-answer";
import { tlsOptions } from "./tls-options";
import type { Visitor, XmlElement } from "./xml-reader";

const contentType = { "Content-Type": "application/soap+xml;charset=UTF-8", "User-Agent": "pulumi-desktop-sessions" };

/** A client of WS-Management: one exchange is one call and its answer. */
export class WsmanClient {
  readonly #connections: Connections;

  /** @param patience after so many milliseconds a call that the broker has not answered is given up */
  constructor(
    private readonly settings: BrokerSettings,
    private readonly patience: number,
  ) {
    const endpoint = new URL(settings.endpoint);
    this.#connections = new Connections(() => new Connection(endpoint, tlsOptions(settings), authenticationFor(settings)));
  }

  /**
   * @param visit sees each element of the answer when it ends
   * @returns what is in the answer's body
   * @throws Fault, HttpRefusal, BadAnswer, NoAnswer, NotSignedIn
   */
  async call(call: Call, visit?: Visitor): Promise<XmlElement | undefined> {
    const once = (): Promise<XmlElement | undefined> => {
      const messageId = `uuid:${randomUUID().toUpperCase()}`;
      // The server gives up a little earlier, so that it is the one to say so.
      const text = envelope(call, this.settings.endpoint, messageId, this.patience * 0.9);
      return this.#exchange(text, (answer) => readAnswer(answer, messageId, visit));
    };
    try {
      return await once();
    } catch (error) {
      if (call.repeatable && error instanceof NoAnswer && error.stale) return await once();
      throw error;
    }
  }

  #exchange(text: string, read: Parameters<Connections["exchange"]>[3]): Promise<XmlElement | undefined> {
    return this.#connections.exchange(Buffer.from(text), contentType, this.patience, read) as Promise<XmlElement | undefined>;
  }
}
