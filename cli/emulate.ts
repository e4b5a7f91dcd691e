import { closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from "node:fs";
import { styleText } from "node:util";
import { environmentFormats } from "../emulator/environment";
import { type Emulator, startEmulator } from "../emulator/start-emulator";
import { emulateHelp, parseEmulateOptions } from "./emulate-options";
import { runCommand } from "./run-command";

/** `desktop-sessions emulate`. Resolves to the exit code. */
export async function emulate(args: string[]): Promise<number> {
  const { help, emulator: options, envFile, command } = parseEmulateOptions(args);
  if (help) {
    process.stdout.write(emulateHelp);
    return 0;
  }
  const stopped = command.length === 0 ? untilStopped() : undefined;
  const emulator = await startEmulator(options);
  try {
    if (envFile !== undefined) writePrivate(envFile, environmentFormats["dotenv"]!(emulator.env()));
    if (!stopped) return await runCommand(command, { ...process.env, ...emulator.env() });
    process.stdout.write(renderReady(emulator));
    await stopped;
    return 0;
  } finally {
    await emulator.close();
  }
}

/** Asked for before the emulator starts, so that a signal on the way up is not lost. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** For its owner only, since a secret is in it; a file that was there keeps its place, not its mode. */
function writePrivate(file: string, text: string): void {
  try {
    const descriptor = openSync(file, "w", 0o600);
    try {
      if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600);
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw new Error(`Could not write the environment to ${file}: ${cause instanceof Error ? cause.message : String(cause)}. Name a file in a directory that you may write to.`, { cause });
  }
}

/** What a person sees when the emulator is ready. */
function renderReady({ url, httpUrl, world }: Pick<Emulator, "url" | "httpUrl" | "world">): string {
  const bold = (text: string) => styleText("bold", text, { stream: process.stdout });
  const pools = [...world.hostPools()];
  const hosts = pools.flatMap((pool) => [...pool.hosts]);
  const sessions = hosts.reduce((sum, host) => sum + host.sessionCount, 0);
  return `${bold("Azure Virtual Desktop emulator")}: ${count(pools.length, "host pool")}, ${count(hosts.length, "session host")}, ${count(sessions, "session")}
  https  ${bold(url)}   Azure Resource Manager, tokens, /_emulator/
  http   ${bold(httpUrl)}   /_emulator/

Point a shell at it:
  eval "$(curl -s '${httpUrl}/_emulator/env?format=sh')"
See and change who is signed in:
  curl ${httpUrl}/_emulator/sessions
  curl -X POST ${httpUrl}/_emulator/sessions/HOST/ID/reconnect
Stop it with Ctrl-C.
`;
}

const count = (number: number, noun: string): string => `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
