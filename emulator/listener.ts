import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

const reasons: Readonly<Record<string, string>> = { EADDRINUSE: "the port is taken", EACCES: "the port is not allowed", EADDRNOTAVAIL: "the address is not this machine's" };

/** A server and its connections. */
export class Listener {
  readonly #server: Server;
  /** Kept here, since a server that stops would wait two minutes for a connection whose TLS handshake never came. */
  readonly #connections = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Socket) => {
      this.#connections.add(socket);
      socket.once("close", () => this.#connections.delete(socket));
    });
  }

  /** @returns the port. @throws when it can't be had, in words that say which option to change */
  listen(host: string, port: number, option: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (cause: NodeJS.ErrnoException) => {
        reject(new Error(`Could not listen on ${host} port ${port}: ${reasons[cause.code ?? ""] ?? cause.message}. Choose another ${option}.`, { cause }));
      });
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Cuts every connection, idle or not. A server that does not listen is stopped already. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#connections) socket.destroy();
    });
  }
}
