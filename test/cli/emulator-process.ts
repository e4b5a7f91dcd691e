import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterEach } from "vitest";

/** The command as it is shipped, started by its first line: `npm run build` has made it. */
export const main = resolve(__dirname, "../../dist/cli/main.js");

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

interface Run {
  child: ChildProcess;
  /** Resolves when the output contains the text. */
  says(text: string): Promise<string>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** The command in a process of its own, until the test is over at the latest. */
export function run(...args: string[]): Run {
  const child = spawn(main, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  running.add(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const says = async (text: string): Promise<string> => {
    while (!stdout.includes(text)) {
      const [what] = await Promise.race([once(child.stdout, "data").then(() => ["more"]), ended.then(() => ["ended"])]);
      if (what === "ended" && !stdout.includes(text)) throw new Error(`ended without saying "${text}": ${stdout}${stderr}`);
    }
    return stdout;
  };
  return { child, says, ended };
}

export const emulate = (...args: string[]): Run => run("emulate", ...args);

/** A script as the command of `emulate`. */
export const node = (script: string): string[] => ["--", process.execPath, "-e", script];
