import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { styleText } from "node:util";
import { detectDrift } from "../provider/drift/detect-drift";
import { reportParts } from "../provider/drift/formats";
import type { Outcome } from "../provider/drift/report";
import { driftHelp, parseDriftOptions, refuse, type DriftCommand } from "./drift-options";
import { writeWhole } from "./write-whole";

const usualRules = ".desktop-sessions-ignore.yaml";

/** What an outcome is to whoever runs the command, for each `--fail-on`. */
const exitCodes: Record<DriftCommand["failOn"], Record<Outcome, number>> = {
  drift: { "in sync": 0, drift: 2, error: 1 },
  error: { "in sync": 0, drift: 0, error: 1 },
  never: { "in sync": 0, drift: 0, error: 0 },
};

/** `desktop-sessions drift`. Resolves to the exit code. */
export async function drift(args: string[]): Promise<number> {
  const { help, options, cwd, ignore = rulesIn(cwd), format, output, failOn } = parseDriftOptions(args);
  if (help) {
    process.stdout.write(driftHelp);
    return 0;
  }
  if (output !== undefined) refuseOwnInput(output, options.states);
  const report = await detectDrift({ ...options, ...(ignore === undefined ? {} : { ignore }) });
  const code = exitCodes[failOn][report.outcome];
  const usual = exitCodes.drift[report.outcome];
  const footnote = code === usual ? "" : `Exit code ${code} instead of ${usual}, because of --fail-on ${failOn}.`;
  const parts = reportParts(report, format, { footnote, ...(output === undefined && screen()) });
  if (output === undefined) await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
  else writeWhole(output, parts);
  return code;
}

/** @throws UsageError where the report would take the place of what it is made of */
function refuseOwnInput(output: string, states: DriftCommand["options"]["states"]): void {
  const file = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
  const state = states.find((source) => typeof source === "string" && source !== "-" && file(source) === file(output));
  if (state !== undefined) throw refuse(`--output is ${output}, which is the state that --state reads.`);
}

/** Who reads the report may have seen enough of it (a pipe to head); the exit code is the same. @throws any other error */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** The rules that lie beside the project. */
function rulesIn(cwd = "."): string | undefined {
  const path = join(cwd, usualRules);
  return existsSync(path) ? path : undefined;
}

function screen(): { colour: boolean; width?: number } {
  const { columns } = process.stdout as { readonly columns?: number };
  // `styleText` asks the stream, NO_COLOR and FORCE_COLOR.
  const colour = styleText("bold", "x", { stream: process.stdout }) !== "x";
  return { colour, ...(columns === undefined ? {} : { width: columns }) };
}
