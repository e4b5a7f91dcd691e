import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/project-copy.mts";
import { environmentOfCli, installedCli, skipReason } from "../engine/real-cli";
import { temporaryFolder } from "../temporary-folder";

/** The command lines of a README, as they are written. */
async function linesOf(name: string): Promise<readonly string[]> {
  const page = await readFile(join(root, "examples", name, "README.md"), "utf8");
  return page.split("\n").filter((line) => line.startsWith("    ")).map((line) => line.trim());
}

/** A copy of the example, beside what it depends on. */
async function copyOf(name: string): Promise<string> {
  const folder = temporaryFolder();
  await cp(join(root, "examples", name), folder, { recursive: true });
  await mkdir(join(folder, "backend"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/**
 * What a person reads who types these lines, the later ones into the shell that the first one opens.
 *
 * @param lines `emulate -- bash` first
 */
async function type([emulate, ...lines]: readonly string[], folder: string): Promise<string> {
  const shell = spawn("bash", ["-c", `exec 2>&1\n${emulate!}`], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      ...environmentOfCli(join(folder, "backend")),
      PULUMI_SKIP_CONFIRMATIONS: "true", // nobody is there to say yes
      PULUMI_NODEJS_TRANSPILE_ONLY: "true", // `npm run types` checks the types of the examples, and the quickstart's test that Pulumi does
    },
  });
  const ended = once(shell, "exit");
  // npx has put its own folder first, which has a launcher that is no CLI.
  shell.stdin.end([`PATH=${join(installedCli!, "bin")}:$PATH`, "set -ev", ...lines, ""].join("\n"));
  const said = await text(shell.stdout);
  expect({ ended: await ended, said }).toEqual({ ended: [0, null], said });
  return said;
}

/** Each in full, but where the test stack tells the rest (programs.test.ts): there to the end of its first `pulumi up`. */
const stories = [
  ["maintenance-window", "in full", [/ready *: true/, /To be drained: sh-0\.contoso\.com\./, /Logging off: .*bob@contoso\.com/, /sh-0\.contoso\.com takes newcomers again\./, /- \d deleted/]],
  ["rolling-patch", "to its first update", [/Patching sh-0\.contoso\.com with 2026-11\.[^]*Patching sh-1\.contoso\.com with 2026-11\./]],
  ["contractor-off", "to its first update", [/To be disconnected: session 3 of bob@contoso\.com[^]*Disconnecting: session 3 of bob@contoso\.com/]],
  ["message-of-the-day", "to its first update", [/told: 3/]],
  ["nightly-cleanup", "to its first update", [/left: 0/]],
] as const;

describe.skipIf(installedCli === undefined)(`The README of an example, typed into a shell${skipReason}`, () => {
  it.each(stories)("does what it says: %s, %s", async (name, extent, says) => {
    const lines = await linesOf(name);
    const firstUp = lines.findIndex((line) => line.startsWith("pulumi up"));
    const said = await type(extent === "in full" ? lines : lines.slice(0, firstUp + 1), await copyOf(name));
    for (const sentence of says) expect(said).toMatch(sentence);
  }, 180_000);
});
