import { execFile, type ExecFileOptions } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, whatever its exit code, and keeps this process free to answer it meanwhile. */
export const run = (file: string, args: readonly string[], options: ExecFileOptions): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = execFile(file, args, { ...options, encoding: "utf8" }, (error, stdout, stderr) => {
      if (child.exitCode === null) reject(error ?? new Error(`${file} was ended by ${child.signalCode ?? "a signal"}.`));
      else resolve({ code: child.exitCode, stdout, stderr });
    });
  });

/** The PATH without the folders that a Pulumi CLI is installed in. */
export const pathWithoutCli = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !existsSync(join(folder, "pulumi-language-nodejs")))
  .join(delimiter);
