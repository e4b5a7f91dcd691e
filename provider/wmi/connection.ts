import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { TLSSocket, type SecureContextOptions } from "node:tls";
import type { Authentication } from "./authentication/authentication";
import { BadAnswer } from "./failures/bad-answer";
import { HttpRefusal } from "./failures/http-refusal";
import { NoAnswer } from "./failures/no-answer";
import { NotSignedIn } from "./failures/not-signed-in";
import type { HttpAnswer } from "./http-answer";

export type TlsOptions = Pick<SecureContextOptions, "ca" | "cert" | "key"> & { readonly rejectUnauthorized: boolean };

interface Opened {
  readonly request: ClientRequest;
  readonly socket: Socket;
  /** It has carried a request before. */
  readonly reused: boolean;
}

/** No scheme needs more requests than this to get one message through. */
const mostLegs = 6;

/**
 * One connection that is kept open and carries one request at a time. NTLM and Kerberos sign in a connection, not a
 * request, so whether it is signed in is known here.
 */
export class Connection {
  readonly #agent: http.Agent;
  /** The connections that were made, TLS and all, and the server's certificate: later Node does not show it any more. */
  readonly #ready = new WeakMap<Socket, Buffer | undefined>();
  #signedIn: Socket | undefined;

  constructor(
    private readonly endpoint: URL,
    private readonly tls: TlsOptions,
    private readonly authentication: Authentication,
  ) {
    // A TLS session that is taken up again does not show the certificate, and NTLM is bound to it.
    const one = { keepAlive: true, maxSockets: 1, maxCachedSessions: 0 };
    this.#agent = endpoint.protocol === "https:" ? new https.Agent(one) : new http.Agent(one);
  }

  /**
   * Sends one message, signing in first where that is needed. The message itself leaves at most once, except after a 401:
   * then nobody has looked at it.
   *
   * @throws NoAnswer, NotSignedIn, HttpRefusal
   */
  async send(message: Buffer, headers: Readonly<Record<string, string>>, patience: AbortSignal): Promise<HttpAnswer> {
    let challenges: readonly string[] = [];
    let before: Socket | undefined;
    for (let leg = 0; leg < mostLegs; leg++) {
      const { request, socket, reused } = await this.#open(headers, patience);
      const fresh = socket !== this.#signedIn;
      if (challenges.length > 0 && socket !== before) {
        request.destroy();
        throw new NotSignedIn("the connection was closed in the middle of signing in");
      }
      before = socket;
      const step = await this.authentication.next({ fresh, challenges, certificate: this.#ready.get(socket) }).catch((error: unknown) => {
        request.destroy();
        throw error;
      });
      if (step.authorization !== undefined) request.setHeader("Authorization", step.authorization);
      const response = await answerTo(request, step.more ? undefined : message, reused, patience);
      if (response.statusCode !== 401) {
        if (step.more) return refuse(response);
        this.#signedIn = socket;
        return toAnswer(response, patience);
      }
      this.#signedIn = undefined;
      await drain(response, patience);
      const offered = response.headersDistinct["www-authenticate"] ?? [];
      if (step.more) challenges = offered.length > 0 ? offered : ["none"];
      else if (step.authorization !== undefined) throw new NotSignedIn("the server answered 401", offered.map((one) => one.replace(/[\s,].*/, "")));
      else challenges = []; // the server has forgotten who this is
    }
    throw new NotSignedIn(`the server asked for more than ${mostLegs} rounds`);
  }

  /** A request that has its connection, TLS and all, and has sent nothing yet. Whatever fails here has reached nobody. */
  async #open(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Opened> {
    const { request } = this.endpoint.protocol === "https:" ? https : http;
    const opened = request(this.endpoint, { ...this.tls, method: "POST", agent: this.#agent, headers, signal });
    return new Promise((resolve, reject) => {
      opened.on("error", (error) => reject(failure(error, signal, false)));
      opened.once("socket", (socket: Socket) => {
        // Not `reusedSocket`: an agent that hands a connection on at once does not say so.
        const reused = this.#ready.has(socket);
        const ready = (): void => {
          if (!reused) this.#ready.set(socket, certificateOf(socket));
          resolve({ request: opened, socket, reused });
        };
        if (reused) ready();
        else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", ready);
      });
    });
  }
}

/** @param message nothing where only a token is sent */
function answerTo(request: ClientRequest, message: Buffer | undefined, reused: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", (error) => reject(failure(error, signal, message !== undefined, reused)));
    request.end(message);
  });
}

/** TLS 1.3 tells a client whose certificate is refused only after the client has begun to speak. Nobody has listened. */
const refusedByTls = /^ERR_SSL_.*ALERT/;

function failure(error: NodeJS.ErrnoException, signal: AbortSignal, sent: boolean, reused = false): NoAnswer {
  if (signal.aborted) return new NoAnswer("no answer came in time", sent);
  const code = error.code ?? "";
  const stale = reused && ["ECONNRESET", "EPIPE"].includes(code);
  return new NoAnswer(error.message.split("\n")[0]!, sent && !refusedByTls.test(code), code, stale);
}

function toAnswer(response: IncomingMessage, signal: AbortSignal): HttpAnswer {
  return {
    status: response.statusCode!,
    contentType: response.headers["content-type"] ?? "",
    body: chunksOf(response, signal),
    discard: () => response.readableEnded || response.destroy(),
  };
}

async function* chunksOf(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    if (signal.aborted) throw new NoAnswer("no answer came in time", true);
    throw new BadAnswer(`it breaks off (${(error as Error).message})`);
  }
}

/** Reads what comes with a 401, so that the connection can go on. Nobody has looked at a message yet. */
async function drain(response: IncomingMessage, signal: AbortSignal): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of response) if ((size += (chunk as Buffer).length) > 65_536) break;
  } catch (error) {
    throw new NoAnswer(signal.aborted ? "no answer came in time" : (error as Error).message, false);
  }
  if (size > 65_536) throw new NotSignedIn("the server says more about a missing sign-in than fits one");
}

/** The answer to an empty request that was to sign in. */
function refuse(response: IncomingMessage): never {
  response.destroy();
  throw new HttpRefusal(response.statusCode!, false);
}

const certificateOf = (socket: Socket): Buffer | undefined => (socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.raw : undefined);
