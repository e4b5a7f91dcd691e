import { styleText } from "node:util";
import { environmentFormats } from "../emulator/environment";
import type { Emulator } from "../emulator/emulator";
import { startEmulator } from "../emulator/start-emulator";
import { emulateHelp, type EmulateOptions, parseEmulateOptions } from "./emulate-options";
import { EnvironmentFile } from "./environment-file";
import { renderRequest } from "./request-log";
import { SavedWorld } from "./saved-world";
import { untilStopped } from "./stop-signals";

/** `desktop-sessions emulate`. Resolves to the exit code. */
export async function emulate(args: string[]): Promise<number> {
  if (args[0] === "init") return (require("./emulate-init") as typeof import("./emulate-init")).emulateInit(args.slice(1));
  const options = parseEmulateOptions(args);
  if (options.help) {
    process.stdout.write(emulateHelp);
    return 0;
  }
  const { command, envFile } = options;
  const stopped = command.length === 0 ? untilStopped() : undefined;
  const file = envFile === undefined ? undefined : new EnvironmentFile(envFile);
  const saved = options.save === undefined ? undefined : new SavedWorld(options.save);
  const emulator = await startEmulator({ ...options.emulator, seed: saved ? saved.seed(options.emulator.seed) : options.emulator.seed });
  try {
    await file?.write(emulator.env());
    const code = stopped ? await untilEnd(emulator, stopped, options) : await runBeside(emulator, options);
    // After the last request, and before anything else can go wrong.
    await emulator.close();
    saved?.write(emulator.world.snapshot());
    return code;
  } finally {
    try {
      file?.remove();
    } finally {
      await emulator.close();
    }
  }
}

/** Runs a command whose output is its own: what the emulator has to say goes to the other stream. */
function runBeside(emulator: Emulator, { command, log }: EmulateOptions): Promise<number> {
  logRequests(emulator, log, process.stderr);
  return (require("./run-command") as typeof import("./run-command")).runCommand(command, { ...process.env, ...emulator.env() });
}

async function untilEnd(emulator: Emulator, stopped: Promise<void>, { log }: EmulateOptions): Promise<number> {
  const say = (event: "ready" | "stopped", text: (emulator: Emulator) => string): void => {
    if (log === "text") process.stdout.write(text(emulator));
    if (log === "json") process.stdout.write(`${JSON.stringify({ event, url: emulator.url, httpUrl: emulator.httpUrl })}\n`);
  };
  // Who reads the output may be gone by the end (a pipe to head): nothing is lost with what can't be said any more.
  process.stdout.on("error", ignoreClosedPipe);
  say("ready", renderReady);
  const endLog = logRequests(emulator, log, process.stdout);
  await stopped;
  // Requests that are under way are cut off, and said to be before the end is.
  await emulator.close();
  endLog();
  say("stopped", renderStopped);
  return 0;
}

function logRequests(emulator: Emulator, log: EmulateOptions["log"], stream: NodeJS.WritableStream): () => void {
  if (log === "none") return () => undefined;
  return emulator.onRequest((entry) => {
    stream.write(`${log === "json" ? JSON.stringify({ event: "request", ...entry }) : renderRequest(entry, stream)}\n`);
  });
}

/** @throws any other error of the output */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** What a person sees when the emulator is ready. */
function renderReady({ url, httpUrl, world }: Pick<Emulator, "url" | "httpUrl" | "world">): string {
  const bold = (text: string) => styleText("bold", text, { stream: process.stdout });
  const pools = [...world.hostPools()];
  const hosts = pools.flatMap((pool) => [...pool.hosts]);
  const sessions = hosts.reduce((sum, host) => sum + host.sessionCount, 0);
  return `${bold("Azure Virtual Desktop emulator")}: ${count(pools.length, "host pool")}, ${count(hosts.length, "session host")}, ${count(sessions, "session")}
${bold("Remote Desktop Services emulator")}: ${count([...world.rds.collections].length, "collection")}, ${count([...world.rds.desktops].length, "virtual desktop")}, ${count([...world.rds.sessions()].length, "session")}
  https  ${bold(url)}   Azure Resource Manager, tokens, /wsman, /_emulator/
  http   ${bold(httpUrl)}   /wsman, /_emulator/

Point a shell at it:
  eval "$(curl -s '${httpUrl}/_emulator/env?format=sh')"
See and change who is signed in:
  curl ${httpUrl}/_emulator/sessions
  curl -X POST ${httpUrl}/_emulator/sessions/HOST/ID/reconnect
  curl ${httpUrl}/_emulator/desktops
  curl -X POST ${httpUrl}/_emulator/desktops/NAME/reconnect
Stop it with Ctrl-C.
`;
}

/** What a person needs who has let a shell point at the emulator. */
function renderStopped(emulator: Pick<Emulator, "env">): string {
  return `\nStopped. In a shell that points at it:\n  ${environmentFormats.unset(emulator.env())}`;
}

/** With commas, and without `toLocaleString`: the first call of it takes as long as a tenth of the start. */
const count = (number: number, noun: string): string => `${String(number).replace(/\B(?=(\d{3})+$)/g, ",")} ${noun}${number === 1 ? "" : "s"}`;
