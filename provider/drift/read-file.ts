import { readFileSync } from "node:fs";

/** @param refuse makes the error out of the reason, which does not name the path again. */
export function readFile(path: string, refuse: (why: string) => Error): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refuse((error as Error).message.replace(/, \w+( '.*')?$/s, "")); // ", open 'state.json'"
  }
}
