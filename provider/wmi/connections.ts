import type { HttpAnswer } from "./http-answer";
import type { Connection } from "./connection";

/** Windows allows a user far more. */
export const mostConnections = 8;

/** The connections to one broker. The one that was used last is used next, because it is the least likely to be closed. */
export class Connections {
  readonly #free: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #made = 0;

  constructor(private readonly make: () => Connection) {}

  /** Sends a message and keeps its connection busy until the answer is read. */
  async exchange<Result>(
    message: Buffer,
    headers: Readonly<Record<string, string>>,
    patience: number,
    read: (answer: HttpAnswer) => Promise<Result>,
  ): Promise<Result> {
    const connection = await this.#take();
    let answer: HttpAnswer | undefined;
    try {
      answer = await connection.send(message, headers, AbortSignal.timeout(patience));
      return await read(answer);
    } finally {
      answer?.discard();
      this.#give(connection);
    }
  }

  async #take(): Promise<Connection> {
    const free = this.#free.pop();
    if (free) return free;
    if (this.#made === mostConnections) return new Promise((resolve) => this.#waiting.push(resolve));
    const made = this.make();
    this.#made++;
    return made;
  }

  #give(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }
}
