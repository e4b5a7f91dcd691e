import { closeSync, fchmodSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { environmentFormats, type Environment } from "../emulator/environment";

/** The first line, by which a file that an emulator wrote is told from everybody else's. A comment to whoever reads such files. */
const MARK = "# Written by desktop-sessions emulate, and removed when it stops.";

/**
 * The file that `--env-file` names. It is for its owner only, since a secret is in it. A file that says something else is not
 * overwritten: people keep their own secrets in a `.env`.
 */
export class EnvironmentFile {
  readonly #path: string;
  /** What this emulator wrote; `undefined`: nothing that could be removed. */
  #written: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws when the file is somebody else's, a running emulator's, or can't be written */
  async write(environment: Environment): Promise<void> {
    const text = `${MARK}\n${environmentFormats.dotenv(environment)}`;
    try {
      const there = statSync(this.#path, { throwIfNoEntry: false });
      // A pipe or a terminal keeps nothing, so there is nothing to lose or to remove.
      const kept = !there || there.isFile();
      if (there && kept) await checkFree(readFileSync(this.#path, "utf8"));
      const descriptor = openSync(this.#path, "w", 0o600);
      try {
        if (kept) fchmodSync(descriptor, 0o600); // one that was there keeps its place, not its mode
        writeFileSync(descriptor, text);
      } finally {
        closeSync(descriptor);
      }
      if (kept) this.#written = text;
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new Error(`Could not write the environment to ${this.#path}: ${message}.${code === undefined ? "" : " Name a file in a directory that you may write to."}`, { cause });
    }
  }

  /** Leaves alone what somebody else, say a second emulator, has written there since. */
  remove(): void {
    if (this.#written === undefined || !statSync(this.#path, { throwIfNoEntry: false })?.isFile()) return;
    if (readFileSync(this.#path, "utf8") === this.#written) rmSync(this.#path);
    this.#written = undefined;
  }
}

/** An empty file holds nothing that could be lost: mktemp makes such. @throws */
async function checkFree(text: string): Promise<void> {
  if (text !== "" && !text.startsWith(`${MARK}\n`)) throw new Error("the file is there, and not by desktop-sessions. Name another file, or remove this one");
  const url = /^DESKTOP_SESSIONS_EMULATOR_HTTP=(http:\S+)$/m.exec(text)?.[1];
  if (url === undefined || !(await lives(url, text))) return;
  throw new Error(`an emulator that is running wrote it, at ${url}. Name another file, or stop that emulator`);
}

/** Milliseconds. An emulator that is suspended accepts connections and says nothing: it may go on. */
const PATIENCE = 2_000;

/**
 * Whether the emulator that wrote a file still runs. That somebody answers is not enough: another emulator, this one too, may
 * have its port by now. No two have the folder of their certificates in common.
 */
async function lives(url: string, text: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/_emulator/env`, { signal: AbortSignal.timeout(PATIENCE) });
    const { NODE_EXTRA_CA_CERTS } = (await answer.json()) as Environment;
    return NODE_EXTRA_CA_CERTS !== undefined && text.includes(environmentFormats.dotenv({ NODE_EXTRA_CA_CERTS }));
  } catch (error) {
    // Nobody is there, or somebody who is no emulator.
    return (error as Error).name === "TimeoutError";
  }
}
