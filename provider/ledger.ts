import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { basename, join } from "node:path";
import { LedgerUnusable } from "./errors/ledger-unusable";
import { bornOf, isAlive } from "./process-alive";

/** Of a file: which process of which machine writes it, since when that lives, and for whose work. */
const OWNER = /^(\d+)-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-/;

const digest = (text: string, length: number): string => createHash("sha256").update(text).digest("hex").slice(0, length);

/**
 * Processes of another machine that shares the folder can't be asked whether they live. A container is the same machine as the
 * one before it only where it has its host name.
 */
const machine = digest(hostname(), 8);
const born = bornOf(process.pid);

/** After so many milliseconds nobody comes back for what a run has left behind. */
const FORGOTTEN = 7 * 24 * 60 * 60_000;

const FOLDER = "desktop-sessions";

/** Files of this process: another one may have had its id, as the first process of a container has. */
const ours = new Set<string>();

/**
 * What a run is about to do and has done that must not be done twice, written down before and after: a provider that is killed
 * leaves nothing in the state, and whoever runs next finds it here. Files of this machine's user, one for each run, in
 * `$PULUMI_HOME/desktop-sessions` (by default `~/.pulumi`), removed when the run hands what it did over to the engine.
 */
export class Ledger<Entry extends object> {
  /** What runs wrote that never ended, in the order of their last lines. A line that was cut off by the kill is left out. */
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
   * @throws LedgerUnusable
   */
  constructor(about: readonly unknown[], to: object | string, home = pulumiHome()) {
    this.#folder = folderOf(home, about);
    this.#work = digest(JSON.stringify([to]), 8);
    this.#file = join(this.#folder, `${process.pid}-${machine}-${born}-${this.#work}-${randomUUID()}.jsonl`);
    ours.add(this.#file);
    [this.#left, this.recovered] = this.#usable(() => {
      forget(join(home, FOLDER));
      const left = filesIn(this.#folder).filter(isOrphan);
      return [left, entriesIn(left) as readonly Entry[]];
    });
  }

  /**
   * What a run would find as `recovered`, for whoever only looks: nothing is taken, and nothing is removed.
   *
   * @throws LedgerUnusable, as the run would
   */
  static look(about: readonly unknown[], home = pulumiHome()): readonly object[] {
    const folder = folderOf(home, about);
    return usable(folder, () => entriesIn(filesIn(folder).filter((file) => isOrphan(file) && !isForgotten(file))));
  }

  /** Is there when this returns, whatever happens to the process then. @throws LedgerUnusable */
  write(entry: Entry): void {
    this.#usable(() => {
      while (!this.#written) this.#written = this.#begin();
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    });
  }

  /** @returns whether the file is there: another process may remove the folder, as long as nothing is in it. */
  #begin(): boolean {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return ifThere(() => { appendFileSync(this.#file, "", { mode: 0o600 }); return true; }) ?? false;
  }

  /** The run has ended, and what it did is in other hands. */
  close(): void {
    for (const file of this.#left) if (OWNER.exec(basename(file))?.[4] === this.#work) rmSync(file, { force: true });
    this.drop();
  }

  /** The run has ended, and whoever does the same next is to find what it wrote, as if it had been killed. */
  leave(): void {
    ours.delete(this.#file);
    this.#written = false;
  }

  /** The run has ended and done nothing: what others have left stays. */
  drop(): void {
    if (this.#written) rmSync(this.#file, { force: true });
    removeIfEmpty(this.#folder);
  }

  #usable<Result>(work: () => Result): Result {
    return usable(this.#folder, work);
  }
}

function usable<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new LedgerUnusable(folder, error);
  }
}

/** An empty one is none to Pulumi. */
function pulumiHome(): string {
  const { PULUMI_HOME = "" } = process.env;
  return PULUMI_HOME === "" ? join(homedir(), ".pulumi") : PULUMI_HOME;
}

/** All that is about one thing lies in one folder. */
const folderOf = (home: string, about: readonly unknown[]): string => join(home, FOLDER, digest(JSON.stringify(about), 32));

const entriesIn = (files: readonly string[]): readonly object[] => files.flatMap((file) => linesOf(file).map((line) => JSON.parse(line) as object));

/** Those of a folder, the one that was written last at the end. */
function filesIn(folder: string): readonly string[] {
  return namesIn(folder)
    .map((name) => ({ file: join(folder, name), at: writtenAt(join(folder, name)) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ file }) => file);
}

/** Milliseconds since the epoch. Another process may have removed it meanwhile. */
const writtenAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;

/** Whether who wrote it was killed. */
function isOrphan(file: string): boolean {
  const [, pid, where, since] = OWNER.exec(basename(file)) ?? [];
  if (where !== machine) return false;
  if (Number(pid) === process.pid && since === born) return !ours.has(file);
  return !isAlive(Number(pid), since!);
}

const linesOf = (file: string): readonly string[] => (ifThere(() => readFileSync(file, "utf8")) ?? "").split("\n").slice(0, -1);

/** What is too old goes, whoever has left it. Once in a process is often enough. */
function forget(root: string): void {
  if (swept.has(root)) return;
  swept.add(root);
  for (const folder of namesIn(root).map((name) => join(root, name))) {
    const old = filesIn(folder).filter(isForgotten);
    for (const file of old) rmSync(file, { force: true });
    if (old.length > 0) removeIfEmpty(folder);
  }
}

const isForgotten = (file: string): boolean => Date.now() - writtenAt(file) > FORGOTTEN;

const swept = new Set<string>();

const namesIn = (folder: string): readonly string[] => ifThere(() => readdirSync(folder)) ?? [];

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function ifThere<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
