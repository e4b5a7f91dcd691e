import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The private directories of the emulators of this process. What nobody has removed goes when the process ends: by `process.exit()`, say. */
class OwnDirectories {
  readonly #there = new Set<string>();
  readonly #removeAll = () => {
    for (const path of this.#there) this.remove(path);
  };

  /** @returns the path of a new one */
  make(): string {
    const path = mkdtempSync(join(tmpdir(), "desktop-sessions-"));
    if (this.#there.size === 0) process.on("exit", this.#removeAll);
    this.#there.add(path);
    return path;
  }

  remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
    this.#there.delete(path);
    if (this.#there.size === 0) process.off("exit", this.#removeAll);
  }
}

export const directories = new OwnDirectories();
