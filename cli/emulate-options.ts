import { parseArgs } from "node:util";
import { checkThrottle, type Throttle } from "../emulator/arm/throttle";
import { type CloudName, cloudNames } from "../emulator/identity/clouds";
import type { EmulatorOptions } from "../emulator/emulator-options";
import { type LogFormat, logFormats } from "./request-log";
import { isSeedFile } from "./saved-world";
import { UsageError } from "./usage-error";

export const emulateHelp = `Usage: desktop-sessions emulate [OPTIONS] [-- COMMAND ARG...]
       desktop-sessions emulate init [FILE]

Starts an emulator of Azure Virtual Desktop user sessions, and of virtual desktop sessions of Remote Desktop Services.
With a command: runs it with the environment set that points Azure tools at the emulator, stops when it ends, and exits
with its code. Without: runs until stopped. "init" writes a seed with comments to start from (world.yaml).

Options:
  --seed FILE        What there is at first, as YAML or JSON. Default: a sample world of two hosts and four sessions,
                     and of three virtual desktops.
  --save FILE        Write the world to this file when the emulator stops, as a seed (.yaml, .yml or .json), for its owner only.
                     That of --seed: what happens stays from one run to the next, and the first begins with the sample world.
  --port N           Port of the https listener. Default: any that is free.
  --http-port N      Port of the http listener, which has /wsman and /_emulator/. Default: any that is free.
  --host ADDR        Address to listen on. Default: 127.0.0.1, which only this machine reaches.
  --name NAME        One more name by which clients reach it, such as that of a container: in its certificate, and as a Host
                     that it answers to. Can be given several times.
  --log FORMAT       How requests are told: text, one line each; json, one object a line; none, which also leaves out
                     everything but errors. Default: text; with a command none, and others go to the standard error.
  -q, --quiet        The same as --log none.
  --allow-unencrypted
                     Let /wsman take passwords and messages over http, as with the AllowUnencrypted of Windows.
  --throttle RATES   "arm": refuse requests beyond Azure Resource Manager's limits (429), as it does itself. Or rates of your
                     own, as JSON: '{"reads": {"burst": 2, "perSecond": 1}}'. Default: "off".
  --cloud NAME       The Azure cloud that it stands for: AzureCloud, AzureUSGovernment or AzureChinaCloud, in any case. Default:
                     AzureCloud.
  --environment-file FILE
                     Write the environment to this file when the emulator is ready, for its owner only, and remove it at the
                     end. A file that somebody else wrote is not overwritten, nor
                     that of an emulator that still runs.
  --env-file FILE    The same. Started by npx, it must be "npx -- desktop-sessions ...": Node takes this option for its own.
  --help             Show this.
`;

/** What the command line of `emulate` says. */
export interface EmulateOptions {
  help: boolean;
  emulator: EmulatorOptions;
  envFile: string | undefined;
  save: string | undefined;
  log: LogFormat;
  /** The command and its arguments; empty: none. */
  command: string[];
}

const HELP = "desktop-sessions emulate --help";

/** @throws UsageError */
export function parseEmulateOptions(args: string[]): EmulateOptions {
  // What follows "--" is the command's, options and all.
  const separator = args.indexOf("--");
  const own = separator === -1 ? args : args.slice(0, separator);
  const command = separator === -1 ? [] : args.slice(separator + 1);
  if (separator !== -1 && command.length === 0) throw new UsageError("There is no command after --.", HELP);
  const { values, positionals } = parse(own);
  if (values["env-file"] !== undefined && values["environment-file"] !== undefined) throw new UsageError("--env-file and --environment-file are two names of one option. Give one.", HELP);
  if (positionals.length > 0) throw new UsageError(`Did not understand "${positionals[0]}". A command to run goes behind --: desktop-sessions emulate -- ${positionals.join(" ")}`, HELP);
  if (values.save !== undefined && !isSeedFile(values.save)) throw new UsageError(`--save is "${values.save}", and must end in .yaml, .yml or .json, as the file of a seed does.`, HELP);
  return {
    help: values.help ?? false,
    emulator: { seed: values.seed, host: values.host, port: portOption("--port", values.port), httpPort: portOption("--http-port", values["http-port"]), names: values.name, allowUnencrypted: values["allow-unencrypted"], throttle: throttleOption(values.throttle), cloud: cloudOption(values.cloud) },
    envFile: values["environment-file"] ?? values["env-file"],
    save: values.save,
    log: logOption(values.log, values.quiet, command.length > 0),
    command,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: "string" },
        port: { type: "string" },
        "http-port": { type: "string" },
        host: { type: "string" },
        save: { type: "string" },
        name: { type: "string", multiple: true },
        log: { type: "string" },
        quiet: { type: "boolean", short: "q" },
        "allow-unencrypted": { type: "boolean" },
        throttle: { type: "string" },
        cloud: { type: "string" },
        "env-file": { type: "string" },
        "environment-file": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    // Node's message goes on with advice for whoever wanted a positional argument.
    const message = cause instanceof Error ? cause.message.replace(/\. To specify a positional argument.*$/s, ".") : String(cause);
    throw new UsageError(message, HELP);
  }
}

function logOption(value: string | undefined, quiet = false, beside: boolean): LogFormat {
  const wanted = value ?? (quiet || beside ? "none" : "text");
  const format = logFormats.find((each) => each === wanted);
  if (!format) throw new UsageError(`--log is "${wanted}", and must be ${logFormats.join(", ")}.`, HELP);
  if (quiet && format !== "none") throw new UsageError(`--quiet and --log ${format} contradict each other. Give one.`, HELP);
  return format;
}

function portOption(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new UsageError(`${option} is "${value}", and must be a number from 0 to 65535.`, HELP);
  return Number(value);
}

function cloudOption(value: string | undefined): CloudName | undefined {
  const cloud = cloudNames.find((each) => each.toLowerCase() === value?.toLowerCase());
  if (value !== undefined && !cloud) throw new UsageError(`--cloud is "${value}", and must be ${cloudNames.join(", ")}.`, HELP);
  return cloud;
}

function throttleOption(value: string | undefined): Throttle | undefined {
  if (value === undefined) return undefined;
  try {
    return checkThrottle(value.startsWith("{") ? JSON.parse(value) : value);
  } catch (error) {
    throw new UsageError(`--throttle can't be read: ${(error as Error).message}`, HELP);
  }
}
