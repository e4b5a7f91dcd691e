import { readFileSync } from "node:fs";

/**
 * When a process began, in a number of its machine's own; `"0"` where that is not told. With it a process is not mistaken for a
 * later one that has its id.
 *
 * Source: proc_pid_stat(5): `starttime` is the 22nd field, and the second, in brackets, may hold anything.
 */
export function bornOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0"; // not Linux, or it is gone
  }
}

/** Whether a process of this machine lives. @param born as {@link bornOf} told when it did */
export function isAlive(pid: number, born: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false; // otherwise it lives, and is another user's
  }
  const now = bornOf(pid);
  return now === "0" || born === "0" || now === born;
}
