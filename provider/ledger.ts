import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";

/** Of a file: which process of which machine writes it. */
const OWNER = /^(\d+)-([0-9a-f]{8})-/;

/** Processes of another machine that shares the folder can't be asked whether they live. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/**
 * What a run is about to do and has done that must not be done twice, written down before and after: a provider that is killed
 * leaves nothing in the state, and whoever runs next finds it here. Files of this machine's user, one for each run, in
 * `$PULUMI_HOME/desktop-sessions` (by default `~/.pulumi`), removed when the run hands what it did over to the engine.
 */
export class Ledger<Entry extends object> {
  readonly #folder: string;
  readonly #file: string;
  /** Of runs that never ended. */
  readonly #left: readonly string[];
  #written = false;

  /** @param about what tells this work from other work; it is not readable in what is written. */
  constructor(about: readonly unknown[], home: string = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi")) {
    const key = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 32);
    this.#folder = join(home, "desktop-sessions", key);
    this.#file = join(this.#folder, `${process.pid}-${machine}-${randomUUID()}.jsonl`);
    this.#left = filesIn(this.#folder).filter(isOrphan).map((name) => join(this.#folder, name));
  }

  /** What runs wrote that never ended, oldest entry of each first. A line that was cut off by the kill is left out. */
  get recovered(): readonly Entry[] {
    return this.#left.flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Entry),
    );
  }

  /** Is there when this returns, whatever happens to the process then. */
  write(entry: Entry): void {
    if (!this.#written) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#written = true;
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  /** The run has ended, and what it did is in other hands. */
  close(): void {
    if (!this.#written && this.#left.length === 0) return;
    for (const file of [...this.#left, this.#file]) rmSync(file, { force: true });
    if (filesIn(this.#folder).length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Whether who wrote it was killed. */
function isOrphan(name: string): boolean {
  const [, pid, where] = OWNER.exec(name) ?? [];
  return where === machine && Number(pid) !== process.pid && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it lives, and is another user's
  }
}
