import net from "node:net";
import tls from "node:tls";
import type { Emulator } from "../../../emulator/index";

/** A connection to one of the emulator's listeners that sends bytes as they are: what no HTTP client would. */
export class RawConnection {
  #received = "";
  readonly #ended: Promise<void>;

  private constructor(
    readonly socket: net.Socket,
    /** What each text goes through before it is sent. */
    readonly prepare: (text: string) => string,
  ) {
    socket.on("data", (chunk: Buffer) => (this.#received += chunk.toString("latin1")));
    // A connection that the other side cuts is one of the things that are looked at.
    socket.on("error", () => undefined);
    this.#ended = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  static async open(emulator: Emulator, base = emulator.url, prepare = (text: string): string => text): Promise<RawConnection> {
    const { protocol, hostname, port } = new URL(base);
    const to = { host: hostname, port: Number(port) };
    const socket = protocol === "https:" ? tls.connect({ ...to, ca: emulator.certificateAuthority }) : net.connect(to);
    await new Promise<void>((resolve, reject) => socket.once(protocol === "https:" ? "secureConnect" : "connect", () => resolve()).once("error", reject));
    return new RawConnection(socket, prepare);
  }

  get received(): string {
    return this.#received;
  }

  send(...bytes: (string | Buffer)[]): void {
    for (const each of bytes) this.socket.write(typeof each === "string" ? Buffer.from(this.prepare(each), "latin1") : each);
  }

  /** Until as much has come as the pattern wants. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) {
      const more = await Promise.race([new Promise<boolean>((resolve) => this.socket.once("data", () => resolve(true))), this.#ended.then(() => false)]);
      if (!more && !pattern.test(this.#received)) throw new Error(`The connection closed before ${String(pattern)} came; there was: ${this.#received}`);
    }
    return this.#received;
  }

  /** Everything that came until the other side closed. */
  async end(): Promise<string> {
    await this.#ended;
    return this.#received;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The status and the body of the last answer in what was received. */
export function lastAnswer(received: string): { status: number; head: string; body: string } {
  const start = received.lastIndexOf("HTTP/1.1 ");
  const [head = "", ...rest] = received.slice(Math.max(0, start)).split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? NaN), head, body: rest.join("\r\n\r\n") };
}
