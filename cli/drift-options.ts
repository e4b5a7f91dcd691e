import { statSync } from "node:fs";
import type { DriftOptions } from "../provider/drift/detect-drift";
import { formats, type Format } from "../provider/drift/formats";
import { parseOptions } from "./parse-options";
import { UsageError } from "./usage-error";

export const driftHelp = `Usage: desktop-sessions drift [OPTIONS]

Holds the intents in the state of a stack against the sessions that there are right now, and reports what differs. Writes
nothing but the report, takes no lock, decrypts nothing.

Options:
  --stack NAME     A stack, exported by the Pulumi CLI. May be given more than once. Default: the current stack.
  --cwd DIR        The folder of its project. Default: this one.
  --state FILE     Instead of asking a CLI: what "pulumi stack export" printed, or the file that a backend keeps the stack
                   in; - for standard input. May be given more than once, and together with --stack. Each stack counts
                   once: two states of one stack are an error.
  --only GLOB      Only intents whose name or URN matches; * stands for any characters, all else for itself.
  --format FORMAT  One of ${formats.join(", ")}. Default: text.
  --output FILE    Write the report there instead of to standard output, whole or not at all.
  --ignore FILE    Rules for findings that do not count. Default: .desktop-sessions-ignore.yaml in the folder of --cwd, if
                   there is one.
  --since FILE     An earlier report in JSON: says which findings are new, still there and gone.
  --fail-on WHAT   drift: exit with 2 on drift, with 1 on errors (default). error: with 1 on errors, and with 0
                   on drift. never: with 0, whatever the report says.
  --help           Show this.

Exit code: 0 in sync, 2 drift, 1 an error: something could not be looked at, a rule has expired, or there is no report,
because of the command line or of a file that it names.
`;

const failOn = ["drift", "error", "never"] as const;

/** What the command line of `drift` says. */
export interface DriftCommand {
  readonly help: boolean;
  readonly options: Required<Pick<DriftOptions, "states">> & Pick<DriftOptions, "only" | "since">;
  /** Where its relative files and its project are. */
  readonly cwd: string | undefined;
  readonly ignore: string | undefined;
  readonly format: Format;
  readonly output: string | undefined;
  readonly failOn: (typeof failOn)[number];
}

// 2 means drift, and a cron job that is misspelt must not be taken for that.
export const refuse = (message: string): UsageError => new UsageError(message, "desktop-sessions drift --help", 1);

/** @throws UsageError */
export function parseDriftOptions(args: string[]): DriftCommand {
  const values = parseOptions(
    args,
    {
      stack: { type: "string", multiple: true, default: [] },
      cwd: { type: "string" },
      state: { type: "string", multiple: true, default: [] },
      only: { type: "string" },
      format: { type: "string", default: "text" },
      output: { type: "string" },
      ignore: { type: "string" },
      since: { type: "string" },
      "fail-on": { type: "string", default: "drift" },
      help: { type: "boolean", short: "h", default: false },
    },
    refuse,
  );
  for (const [option, value] of Object.entries(values)) {
    if ([value].flat().includes("")) throw refuse(`--${option} is empty.`);
  }
  const { stack, state, cwd, only, since } = values;
  // Rules that lie there would go unheeded without a word.
  if (cwd !== undefined && !values.help && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) throw refuse(`--cwd is "${cwd}", and there is no such folder.`);
  if (state.filter((file) => file === "-").length > 1) throw refuse("--state - is there twice, and standard input can be read once.");
  const stacks = stack.length + state.length === 0 ? [undefined] : stack;
  return {
    help: values.help,
    options: {
      states: [...stacks.map((name) => ({ ...(name === undefined ? {} : { stack: name }), ...(cwd === undefined ? {} : { cwd }) })), ...state],
      ...(only === undefined ? {} : { only }),
      ...(since === undefined ? {} : { since }),
    },
    cwd,
    ignore: values.ignore,
    format: oneOf("--format", values.format, formats),
    output: values.output,
    failOn: oneOf("--fail-on", values["fail-on"], failOn),
  };
}

function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw refuse(`${option} is "${value}", and must be one of ${allowed.join(", ")}.`);
  return found;
}
