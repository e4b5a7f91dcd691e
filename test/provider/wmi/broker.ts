import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll } from "vitest";
import { systemClock } from "../../../provider/clock";
import { WmiBackend } from "../../../provider/wmi/backend";
import { brokerSettings, type BrokerSettings } from "../../../provider/settings/broker-settings";
import { WsmanClient } from "../../../provider/wmi/client";
import { issueTlsIdentity } from "../../../emulator/tls/certificate-authority";

/** One request that the broker was sent. */
export interface Asked {
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
  readonly socket: Socket;
}

/** What it answers. `{MessageID}` in a body stands for the request's MessageID. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
  /** Instead of all else. */
  readonly instead?: (response: ServerResponse) => void;
}

export type Answering = (asked: Asked, count: number) => Answer | Promise<Answer>;

const identity = issueTlsIdentity(["127.0.0.1", "localhost"]);
const folder = mkdtempSync(join(tmpdir(), "desktop-sessions-broker-"));
const caPath = join(folder, "ca.pem");
writeFileSync(caPath, identity.ca);
/** Certificate and key of a client, of another authority than the broker's. */
const client = issueTlsIdentity(["rdsadmin"]);
export const clientCertificatePath = join(folder, "client.pem");
writeFileSync(clientCertificatePath, client.cert + client.key);
export const clientCa = client.ca;
export const clientCaPath = join(folder, "client-ca.pem");
writeFileSync(clientCaPath, clientCa);

/**
 * A broker of which a test writes every answer, byte for byte: what a well-behaved one never sends has to be seen, too.
 */
export class Broker {
  readonly asked: Asked[] = [];
  answering: Answering = () => ({ status: 500 });
  #server: Server = createHttpServer();
  #scheme = "https";

  async start(options: ServerOptions & { readonly plain?: boolean } = {}): Promise<void> {
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.#answer(request, response);
    this.#scheme = options.plain ? "http" : "https";
    this.#server = options.plain ? createHttpServer(listener) : createServer({ ...identity, ...options }, listener);
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}/wsman`;
  }

  settings(config: Record<string, string> = {}): BrokerSettings {
    const all: Record<string, string> = { rdsEndpoint: this.url, rdsCaPath: caPath, rdsUsername: "CONTOSO\\rdsadmin", rdsPassword: "hunter2", rdsAuthentication: "basic", ...config };
    return brokerSettings("rdcb1.contoso.com", (key) => all[key], {});
  }

  backend(config: Record<string, string> = {}, patience?: number): WmiBackend {
    return new WmiBackend({ connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" }, this.settings(config), systemClock, patience);
  }

  client(config: Record<string, string> = {}): WsmanClient {
    return new WsmanClient(this.settings(config), 30_000);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const asked = { body, headers: request.headers, socket: request.socket };
    this.asked.push(asked);
    const answer = await this.answering(asked, this.asked.length);
    if (answer.instead) {
      answer.instead(response);
      return;
    }
    const id = /MessageID>([^<]*)</.exec(body)?.[1] ?? "";
    response.writeHead(answer.status ?? 200, { "Content-Type": "application/soap+xml;charset=UTF-8", Server: "Microsoft-HTTPAPI/2.0", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body.replaceAll("{MessageID}", id) : answer.body);
  }
}

/** A broker for the tests of a file; each test says what it answers. */
export function useBroker(options: ServerOptions & { readonly plain?: boolean } = {}): Broker {
  const broker = new Broker();
  beforeAll(() => broker.start(options));
  afterEach(() => {
    broker.asked.length = 0;
    broker.answering = () => ({ status: 500 });
  });
  afterAll(() => broker.stop());
  return broker;
}
