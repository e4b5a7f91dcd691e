import { existsSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { detectDrift } from "../provider/drift/detect-drift";
import { renderReport } from "../provider/drift/formats";
import type { Outcome } from "../provider/drift/report";
import { driftHelp, parseDriftOptions, type DriftCommand } from "./drift-options";
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
  const report = await detectDrift({ ...options, ...(ignore === undefined ? {} : { ignore }) });
  const code = exitCodes[failOn][report.outcome];
  const usual = exitCodes.drift[report.outcome];
  const footnote = code === usual ? "" : `Exit code ${code} instead of ${usual}, because of --fail-on ${failOn}.`;
  const text = renderReport(report, format, { footnote, ...(output === undefined && screen()) });
  if (output === undefined) process.stdout.write(text);
  else writeWhole(output, text);
  return code;
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
