import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { request as ask } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { textsOf } from "../provider/wmi/wire";

/** What becomes of a request instead of being passed on. */
export type Mishap = (response: ServerResponse, body: string) => void;

/** An answer of this status. `{id}` stands for the request's MessageID. */
export const answering = (status: number, answer: string): Mishap => (response, body) => {
  response.writeHead(status, { "Content-Type": "application/soap+xml;charset=UTF-8" });
  response.end(answer.replaceAll("{id}", textsOf("MessageID", body)[0]!));
};

/**
 * A server in front of a broker: it passes on what it is asked, but for what is to go wrong. nock can't be it: our client
 * says nothing before it is connected, and nock's connection is there when it has heard what is asked for.
 */
export class BrokerFront {
  readonly #mishaps: { readonly to: string; readonly happen: Mishap }[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  constructor(private readonly broker: URL) {}

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/wsman`;
  }

  /** @param to `Enumerate`, `Get 3 hv-0.contoso.com`: the end of the action, and the values of the selectors */
  next(to: string, happen: Mishap): void {
    this.#mishaps.push({ to, happen });
  }

  get ahead(): readonly string[] {
    return this.#mishaps.map(({ to }) => to);
  }

  mend(): void {
    this.#mishaps.length = 0;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const text = body.toString();
    const asked = [textsOf("Action", text)[0]!.replace(/^.*\//, ""), ...textsOf("Selector", text)].join(" ");
    const at = this.#mishaps.findIndex(({ to }) => to === asked);
    if (at >= 0) this.#mishaps.splice(at, 1)[0]!.happen(response, text);
    else this.#pass(request, body, response);
  }

  #pass({ headers }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    ask(this.broker, { method: "POST", headers: { ...headers, host: this.broker.host } }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    }).end(body);
  }
}
