import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/**
 * Writes a file such that whoever reads it meanwhile gets the old text or the new one, and never half of one: a collector
 * may come by at any time.
 *
 * @param what the text is, for the error
 * @param mode of a file that was not there before
 * @throws when it can't be written
 */
export function writeWhole(path: string, text: string, what = "the report", mode = 0o666): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile()) {
      writeFileSync(path, text); // a pipe or a terminal
      return;
    }
    const place = there ? realpathSync(path) : path; // a link stays one
    const draft = `${place}.${process.pid}.tmp`;
    try {
      writeFileSync(draft, text, { mode: there?.mode ?? mode });
      renameSync(draft, place);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (cause) {
    throw new Error(`Could not write ${what} to ${path}: ${(cause as Error).message}. Name a file in a directory that you may write to.`, { cause });
  }
}
