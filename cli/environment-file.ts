import { closeSync, fchmodSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";

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

  /** @throws when the file is somebody else's, or can't be written */
  write(environment: string): void {
    const text = `${MARK}\n${environment}`;
    try {
      const there = statSync(this.#path, { throwIfNoEntry: false });
      // A pipe or a terminal keeps nothing, so there is nothing to lose or to remove.
      const kept = !there || there.isFile();
      if (there && kept && !ours(readFileSync(this.#path, "utf8"))) throw new Error("the file is there, and not by desktop-sessions. Name another file, or remove this one");
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

/** An empty file holds nothing that could be lost: mktemp makes such. */
const ours = (text: string): boolean => text === "" || text.startsWith(`${MARK}\n`);
