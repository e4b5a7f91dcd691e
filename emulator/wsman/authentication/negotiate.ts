import type { Socket } from "node:net";
import type { BrokerUser } from "../../world/rds/broker-user";
import { isNtlm } from "../ntlm/messages";
import { NtlmServer, type NtlmSession, type NtlmSurroundings } from "../ntlm/ntlm-server";
import { signature } from "../ntlm/signature";
import { accepted, goOn, readSpnego } from "./spnego";

/** What a token led to: somebody is known, or there is more to say; neither: it proved nothing. */
export interface Step {
  user?: BrokerUser;
  token?: Buffer;
}

interface Connection {
  ntlm: NtlmServer;
  /** What a client of SPNEGO offered. */
  mechanisms: Buffer | undefined;
  user: BrokerUser | undefined;
}

/**
 * NTLM, bare or in SPNEGO. It authenticates a connection: once that has a user, requests on it need no header any more, as with
 * Windows.
 */
export class Negotiate {
  readonly #surroundings: NtlmSurroundings;
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(surroundings: NtlmSurroundings) {
    this.#surroundings = surroundings;
  }

  userOf(socket: Socket): BrokerUser | undefined {
    return this.#connections.get(socket)?.user;
  }

  step(socket: Socket, token: Buffer): Step {
    const connection = this.#connections.get(socket) ?? { ntlm: new NtlmServer(this.#surroundings), mechanisms: undefined, user: undefined };
    this.#connections.set(socket, connection);
    const step = isNtlm(token) ? bare(connection, token) : wrapped(connection, token);
    connection.user = step.user;
    return step;
  }
}

function bare({ ntlm }: Connection, token: Buffer): Step {
  const challenge = ntlm.challenge(token);
  if (challenge) return { token: challenge };
  const session = ntlm.authenticate(token);
  return session ? { user: session.user } : {};
}

function wrapped(connection: Connection, token: Buffer): Step {
  const read = readSpnego(token);
  if (!read) return {};
  connection.mechanisms = read.mechanisms ?? connection.mechanisms;
  // A client that would rather use Kerberos is told to use NTLM, and begins again.
  if (!read.ntlm) return read.mechanisms ? { token: goOn(undefined) } : {};
  const challenge = connection.ntlm.challenge(read.ntlm);
  if (challenge) return { token: goOn(challenge) };
  const session = connection.ntlm.authenticate(read.ntlm);
  if (!session || !isSigned(session, connection.mechanisms, read.mic)) return {};
  const mic = read.mic && signature(session.sessionKey, session.flags, "server-to-client", connection.mechanisms!);
  return { user: session.user, token: accepted(mic) };
}

/** A client need not sign its mechanisms, but a signature must be right: else somebody has taken a better one off the list. */
function isSigned({ sessionKey, flags }: NtlmSession, mechanisms: Buffer | undefined, mic: Buffer | undefined): boolean {
  return !mic || (mechanisms !== undefined && signature(sessionKey, flags, "client-to-server", mechanisms).equals(mic));
}
