#!/usr/bin/env -S node --
// Without the two dashes Node takes --env-file, which is ours, for its own, wherever in a command line it stands, and exits 9
// when there is no such file (https://github.com/nodejs/node/issues/54232).
import nodeModule from "node:module";
// Compiled code is kept between runs: the start takes half the time. The question mark is for versions of Node that are too
// old for this package, and that are told so below.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.();
import { untilStopped } from "./stop-signals";
// Before anything else is loaded: who stops an emulator that is about to start wants its world saved, too. Beside a command it is
// the command that signals are for, once it runs.
if (process.argv[2] === "emulate" && !process.argv.includes("--")) void untilStopped();
import { styleText } from "node:util";
import { UsageError } from "./usage-error";

/** The first that can be told at run time whom to trust (tls.setDefaultCACertificates). */
const OLDEST_NODE = [22, 19] as const;

/** Each command loads its own modules, and only those. */
const commands: Readonly<Record<string, { summary: string; run: (args: string[]) => Promise<number> }>> = {
  emulate: {
    summary: "Start an emulator of Azure Virtual Desktop user sessions, for a command or until stopped.",
    run: (args) => (require("./emulate") as typeof import("./emulate")).emulate(args),
  },
  list: {
    summary: "List the sessions of a host pool or of a deployment of Remote Desktop Services.",
    run: (args) => (require("./list") as typeof import("./list")).list(args),
  },
  drift: {
    summary: "Report who breaks the intents of a stack right now, without an update.",
    run: (args) => (require("./drift") as typeof import("./drift")).drift(args),
  },
};

const help = `Usage: desktop-sessions COMMAND [OPTIONS]

Commands:
${Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`).join("\n")}

Options:
  --help      Show this, or with a command its own help.
  --version   Show the version.
`;

async function main([name, ...args]: string[]): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`This is Node ${process.versions.node}, and it takes ${OLDEST_NODE.join(".")} or later. Install one, or run it with "npx -p node@24 -p pulumi-desktop-sessions desktop-sessions".`);
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    const { version } = require("pulumi-desktop-sessions/package.json") as { version: string };
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}". There are ${Object.keys(commands).join(", ")}.`, "desktop-sessions --help");
  return command.run(args);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const usage = error instanceof UsageError ? error : undefined;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${styleText("red", "desktop-sessions:", { stream: process.stderr })} ${message}\n${usage ? `See ${usage.help}.\n` : ""}`);
    process.exitCode = usage?.exitCode ?? 1;
  },
);
