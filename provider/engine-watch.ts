import { connect, type Socket } from "node:net";

/** How the engine starts the process of dynamic providers: `node …/cmd/dynamic-provider HOST:PORT`. */
const providerScript = /[\\/]cmd[\\/]dynamic-provider([\\/]index\.js)?$/;

/** Milliseconds after which to try again where neither an engine nor its absence was seen. */
const AGAIN = 1000;

/**
 * Where the engine listens that has started this process.
 *
 * @param argv the command line, as `process.argv` has it
 * @returns `undefined` in any other process
 */
export function engineIn([, script = "", address = ""]: readonly string[]): { host: string; port: number } | undefined {
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  return providerScript.test(script) && host !== undefined ? { host, port: Number(port) } : undefined;
}

/**
 * Tells when the engine is gone. An engine that is killed does not stop its providers: one that waits for a deadline
 * would wake up for nobody, and log people off beside the next run, which has made promises of its own. (Seen on 3.259.0.)
 *
 * A connection that is open says that the engine lives. The engine gives one up that asks nothing after two minutes
 * (`ConnectionTimeout` of grpc-go), so what ends is opened anew; that nobody listens any more is the answer.
 */
export function watchEngine(engine: { host: string; port: number }, gone: () => void): void {
  const socket: Socket = connect(engine);
  let wasReached = false;
  let isGone = false;
  socket.unref();
  socket.resume();
  socket.once("connect", () => (wasReached = true));
  socket.on("error", (error: NodeJS.ErrnoException) => (isGone = error.code === "ECONNREFUSED"));
  socket.once("close", () => {
    if (isGone) gone();
    else setTimeout(watchEngine, wasReached ? 0 : AGAIN, engine, gone).unref();
  });
}

let isWatched = false;

/** Has the process of dynamic providers end as soon as its engine is gone, as if it had been killed with it. Elsewhere nothing. */
export function endWithEngine(): void {
  const engine = engineIn(process.argv);
  if (!engine || isWatched) return;
  isWatched = true;
  watchEngine(engine, () => process.exit(1));
}
