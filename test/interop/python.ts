import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const main = resolve(__dirname, "../../dist/cli/main.js");
export const python = process.env["PYTHON"] ?? "python3";

/** Why this Python can't be run here with these modules; `undefined`: it can. */
export function reasonToSkip(modules: string): string | undefined {
  const { error, status, stderr } = spawnSync(python, ["-c", `import ${modules}`], { encoding: "utf8" });
  if (error) return `there is no ${python}`;
  return status === 0 ? undefined : `${python} says "${stderr.trim().split("\n").at(-1)}"`;
}

/** The title of a test, with the reason why it is skipped. */
export const title = (reason: string | undefined, what = "works against the emulator by its environment alone"): string => `${what}${reason === undefined ? "" : ` (skipped: ${reason})`}`;

/** Runs a script of this folder as the command of `desktop-sessions emulate`. */
export function emulate(script: string, { options = [], env = {} }: { options?: readonly string[]; env?: Readonly<Record<string, string>> } = {}) {
  return spawnSync(process.execPath, [main, "emulate", ...options, "--", python, resolve(__dirname, script)], { encoding: "utf8", env: { ...process.env, ...env } });
}
