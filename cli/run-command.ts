import { spawn } from "node:child_process";
import { constants } from "node:os";

/** The signals that mean "stop": they are the command's to answer. */
const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a command on this process's own input and output.
 *
 * @returns its exit code; 128 + n when signal n ended it; 127 when there is no such command and 126 when it can't be
 * executed, as shells have it
 */
export function runCommand([file, ...args]: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file!, args, { stdio: "inherit", env: environment });
    // At a terminal, Ctrl-C reaches the command by itself, since it is of the same process group; a second SIGINT would
    // mean something else to many commands. From anywhere else, a signal comes to this process alone.
    const pass = (signal: NodeJS.Signals) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of passedOn) process.on(signal, pass);
    const end = (code: number) => {
      for (const signal of passedOn) process.off(signal, pass);
      resolve(code);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      const reason = missing ? "there is no such command. Look at its spelling, and whether it is on the PATH" : `${error.message}. Look whether it is a program that you may execute`;
      process.stderr.write(`desktop-sessions: Could not run ${file}: ${reason}.\n`);
      end(missing ? 127 : 126);
    });
    child.once("exit", (code, signal) => end(code ?? 128 + constants.signals[signal!]));
  });
}
