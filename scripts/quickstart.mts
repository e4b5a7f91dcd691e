/**
 * What the README promises: a real Pulumi program disconnects a session, notices that the user is back, and puts it right.
 * `quickstart.mts` does so on Azure Virtual Desktop, `quickstart.mts rds` on Remote Desktop Services.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import type { OpMap, OpType } from "@pulumi/pulumi/automation/index.js";
import { startEmulator, type Emulator } from "pulumi-desktop-sessions/emulator";
import { azureTrial } from "./azure-trial.mts";
import { root } from "./project-copy.mts";
import { openQuickstartStack, type Opened } from "./quickstart-stack.mts";
import { rdsTrial } from "./rds-trial.mts";
import { isColoured, SessionsTable } from "./sessions-table.mts";
import { stateOfBob, type Trial } from "./trial.mts";

const trial = trialNamed(process.argv.slice(2));
const emulator = await startEmulator();
const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-quickstart-"));
try {
  emulator.trust();
  Object.assign(process.env, emulator.env());
  await run(trial, emulator, await openQuickstartStack(trial, folder, emulator.env()));
  console.log(styleText("green", "\nEach step did what it says."));
} catch (error) {
  console.error(styleText("red", `\n${error instanceof Error ? error.message : String(error)}`, { stream: process.stderr }));
  process.exitCode = 1;
} finally {
  await emulator.close();
  await rm(folder, { recursive: true });
}

function trialNamed(args: readonly string[]): Trial {
  const trials: Readonly<Record<string, Trial>> = { azure: azureTrial, rds: rdsTrial };
  const [name = "azure", ...more] = args;
  if (more.length === 0 && Object.hasOwn(trials, name)) return trials[name]!;
  console.error(`The quickstart does not know "${args.join(" ")}". Say \`npm run quickstart\` for Azure Virtual Desktop, \`npm run quickstart -- rds\` for Remote Desktop Services.`);
  process.exit(2);
}

async function run({ system, program, heading, rows, reconnectBob, drift }: Trial, { url, world }: Emulator, { stack, engine, paints }: Opened): Promise<void> {
  console.log(`${system} is emulated at ${url}. The engine is ${engine}.`);
  const bob = (): string => stateOfBob(trial, world);
  const table = new SessionsTable(heading);
  const show = (): void => console.log(table.render(rows(world)));

  step("The program", program);
  console.log((await readFile(join(root, program), "utf8")).trimEnd().replaceAll(/^(?=.)/gm, "    "));

  step("Who is there");
  show();

  step("pulumi up", "the program says that bob is not connected");
  const { summary: first } = await stack.up({ suppressOutputs: true });
  console.log(`Resources: ${spell(first.resourceChanges)}: the stack itself, and the intent in it`);
  show();
  verify(bob() === "Disconnected", "`up` should have disconnected bob");

  step("bob comes back");
  reconnectBob(world);
  show();

  step("pulumi preview --refresh --diff", "nobody is touched, and the difference says who and what");
  const { stdout } = await stack.preview({ refresh: true, diff: true, color: isColoured && paints ? "always" : "never" });
  console.log((paints ? stdout : paintDiff(stdout)).trimEnd());
  verify(stripVTControlCharacters(stdout).includes(drift), "the preview should name the session that drifted");
  verify(bob() === "Active", "a preview should touch nobody");

  step("pulumi up --refresh", "puts it right");
  const { summary: second } = await stack.up({ refresh: true, suppressOutputs: true });
  console.log(`Resources: ${spell(second.resourceChanges)}`);
  show();
  verify(bob() === "Disconnected", "`up --refresh` should have disconnected bob again");

  step("pulumi destroy", "releases the intent and touches nobody");
  const { summary: last } = await stack.destroy({ suppressOutputs: true });
  console.log(`Resources: ${spell(last.resourceChanges)}`);
  show();
  const { resources } = (await stack.exportStack()).deployment as { readonly resources?: readonly unknown[] };
  verify(!resources?.length, "`destroy` should have left nothing in the state");
  verify(bob() === "Disconnected", "`destroy` should touch nobody");
}

function step(title: string, remark = ""): void {
  console.log(`\n${styleText("bold", title)}${remark && `: ${remark}`}`);
}

/** What was done to how many resources, in the words of Pulumi's own summary. */
function spell(changes: OpMap = {}): string {
  const words: Partial<Record<OpType, string>> = { create: "created", update: "updated", same: "unchanged", delete: "deleted" };
  const counts = (Object.entries(changes) as [OpType, number][]).sort(([a], [b]) => Number(a === "same") - Number(b === "same"));
  return counts.map(([op, count]) => `${count} ${words[op] ?? op}`).join(", ");
}

/** The colours of Pulumi's signs, where the engine paints none. */
function paintDiff(diff: string): string {
  const colours = { "~": "yellow", "+": "green", "-": "red" } as const;
  return diff.replaceAll(/^ *([~+-]) .*$/gm, (line, sign: keyof typeof colours) => styleText(colours[sign], line));
}

function verify(holds: boolean, expectation: string): void {
  if (!holds) throw new Error(`The quickstart failed: ${expectation}, and that did not happen.`);
}
