import type { Server, Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** The TCP connection that carries each one of TLS. Node keeps it to itself, and resets none of TLS. */
const carriers = new WeakMap<TLSSocket, Socket>();

/** Has the server's TLS connections be known to {@link tcpConnection}. */
export function rememberCarriers(server: Server): void {
  const pending = new Map<string, Socket>();
  server.on("connection", (socket: Socket) => {
    const client = nameOf(socket);
    pending.set(client, socket);
    socket.once("close", () => {
      if (pending.get(client) === socket) pending.delete(client);
    });
  });
  server.on("secureConnection", (socket: TLSSocket) => {
    const carrier = pending.get(nameOf(socket));
    if (carrier) carriers.set(socket, carrier);
  });
}

/** What a connection is made of at the last: itself, unless it is one of TLS. */
export const tcpConnection = (socket: Socket): Socket => (socket instanceof TLSSocket ? (carriers.get(socket) ?? socket) : socket);

/** A server has one connection at a time from there. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}:${remotePort}`;
