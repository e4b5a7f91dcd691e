import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";

/** Of a file: which process of which machine writes it, and for whose work. */
const OWNER = /^(\d+)-([0-9a-f]{8})-([0-9a-f]{8})-/;

const digest = (text: string, length: number): string => createHash("sha256").update(text).digest("hex").slice(0, length);

/** Processes of another machine that shares the folder can't be asked whether they live. */
const machine = digest(hostname(), 8);

/** After so many milliseconds nobody comes back for what a run has left behind. */
const FORGOTTEN = 7 * 24 * 60 * 60_000;

/** Files of this process: another one may have had its id, as the first process of a container has. */
const ours = new Set<string>();

/**
 * What a run is about to do and has done that must not be done twice, written down before and after: a provider that is killed
 * leaves nothing in the state, and whoever runs next finds it here. Files of this machine's user, one for each run, in
 * `$PULUMI_HOME/desktop-sessions` (by default `~/.pulumi`), removed when the run hands what it did over to the engine.
 */
export class Ledger<Entry extends object> {
  /** What runs wrote that never ended, oldest entry of each first. A line that was cut off by the kill is left out. */
  readonly recovered: readonly Entry[];
  readonly #folder: string;
  readonly #file: string;
  readonly #left: readonly string[];
  readonly #work: string;
  #written = false;

  /**
   * @param about what is done, such as the text of a message: runs that do the same read what each other has left.
   * @param to whom it is done: a run takes away only what was left of its own work, because two intents may say the same to
   * different people. Neither is readable in what is written.
   */
  constructor(about: readonly unknown[], to: object | string, home: string = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi")) {
    this.#folder = join(home, "desktop-sessions", digest(JSON.stringify(about), 32));
    this.#work = digest(JSON.stringify([to]), 8);
    this.#file = join(this.#folder, `${process.pid}-${machine}-${this.#work}-${randomUUID()}.jsonl`);
    ours.add(this.#file);
    this.#left = filesIn(this.#folder).filter((name) => isOrphan(this.#folder, name));
    this.recovered = this.#left.flatMap((name) =>
      readFileSync(join(this.#folder, name), "utf8")
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
    for (const name of this.#left.filter((one) => this.#isDoneWith(one))) rmSync(join(this.#folder, name), { force: true });
    rmSync(this.#file, { force: true });
    if (filesIn(this.#folder).length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }

  #isDoneWith(name: string): boolean {
    const [, , , work] = OWNER.exec(name) ?? [];
    const file = statSync(join(this.#folder, name), { throwIfNoEntry: false });
    return work === this.#work || (file !== undefined && Date.now() - file.mtimeMs > FORGOTTEN);
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
function isOrphan(folder: string, name: string): boolean {
  const [, pid, where] = OWNER.exec(name) ?? [];
  if (where !== machine) return false;
  return Number(pid) === process.pid ? !ours.has(join(folder, name)) : !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it lives, and is another user's
  }
}
