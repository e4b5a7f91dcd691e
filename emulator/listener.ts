import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { rememberCarriers } from "./tls/tcp-connection";

const ANOTHER_HOST = "Choose another host: 127.0.0.1, or 0.0.0.0 for every address of this machine";

/** Why an address and port can't be had, and what to do about it. */
const reasons: Readonly<Record<string, (option: string) => string>> = {
  EADDRINUSE: (option) => `the port is taken. Choose another ${option}`,
  EACCES: (option) => `the port is not allowed. Choose another ${option}`,
  EADDRNOTAVAIL: () => `the address is not this machine's. ${ANOTHER_HOST}`,
  ENOTFOUND: () => `there is no machine of that name. ${ANOTHER_HOST}`,
};

/** A server and its connections. */
export class Listener {
  readonly #server: Server;
  /** Kept here, since a server that stops would wait two minutes for a connection whose TLS handshake never came. */
  readonly #connections = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    rememberCarriers(server);
    server.on("connection", (socket: Socket) => {
      this.#connections.add(socket);
      socket.once("close", () => this.#connections.delete(socket));
    });
    // Node would cut the connection without a word.
    server.on("connect", (_request, socket) => {
      socket.on("error", () => socket.destroy());
      socket.end("HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
  }

  /** @returns the port. @throws when it can't be had, in words that say which option to change */
  listen(host: string, port: number, option: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (cause: NodeJS.ErrnoException) => {
        const reason = reasons[cause.code ?? ""]?.(option) ?? cause.message;
        reject(new Error(`Could not listen on ${host} port ${port}: ${reason}.`, { cause }));
      });
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Cuts every connection, idle or not. A server that does not listen is stopped already. */
  async stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    // A server has stopped before its connections say that they are closed, and with them the requests that were under way.
    const closed = Array.from(this.#connections, (socket) => new Promise<void>((resolve) => void socket.destroy().once("close", resolve)));
    await Promise.all([stopped, ...closed]);
  }
}
