import { accessSync, constants, existsSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import type { Seed } from "../emulator/seed/seed";
import { formatYaml } from "../emulator/seed/format-yaml";
import { writeWhole } from "./write-whole";

const extensions: readonly string[] = [".yaml", ".yml", ".json"];

/** Whether a seed can be read from a file of that name. */
export const isSeedFile = (path: string): boolean => extensions.includes(extname(path).toLowerCase());

/** The file that `--save` names. A world has secrets: it is for its owner only. */
export class SavedWorld {
  readonly #path: string;

  /** @throws when there is no place for it, which is better known before anything has happened that would be lost */
  constructor(path: string) {
    this.#path = path;
    try {
      accessSync(dirname(resolve(path)), constants.W_OK);
    } catch (cause) {
      throw new Error(`Could not save the world to ${path} at the end: ${(cause as Error).message}. Name a file in a directory that you may write to.`, { cause });
    }
  }

  /** The seed to start from: of the file that is saved to, only if it is there already. */
  seed<S>(seed: S): S | undefined {
    const first = typeof seed === "string" && resolve(seed) === resolve(this.#path) && !existsSync(this.#path);
    return first ? undefined : seed;
  }

  /** @throws when it can't be written */
  write(world: Seed): void {
    writeWhole(this.#path, extname(this.#path).toLowerCase() === ".json" ? `${JSON.stringify(world, null, 2)}\n` : formatYaml(world), "the world", 0o600);
  }
}
