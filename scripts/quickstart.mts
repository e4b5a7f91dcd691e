/** What the README promises: a real Pulumi program disconnects a session, notices that the user is back, and puts it right. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters, styleText } from "node:util";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import Table from "cli-table3";
import { startEmulator, type Emulator } from "pulumi-desktop-sessions/emulator";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { findInstalledCli, noCli } from "./installed-cli.mts";

/** What the real stack and the test stack have in common, as far as it is used here. */
type AnyStack = Pick<Stack, "up" | "preview" | "destroy" | "exportStack">;

/** A stack, the engine behind it, and how to leave nothing of it behind. */
interface Opened {
  readonly stack: AnyStack;
  readonly engine: string;
  remove(): Promise<void>;
}

const root = join(import.meta.dirname, "..");
const colour = process.stdout.isTTY && !process.env["NO_COLOR"];

const emulator = await startEmulator();
emulator.trust();
Object.assign(process.env, emulator.env());
const home = await mkdtemp(join(tmpdir(), "desktop-sessions-quickstart-"));
const opened = await openStack();
try {
  await run(emulator, opened);
  console.log(paint("green", "\nEach step did what it says."));
} catch (error) {
  console.error(paint("red", `\n${error instanceof Error ? error.message : String(error)}`));
  process.exitCode = 1;
} finally {
  await opened.remove();
  await emulator.close();
  await rm(home, { recursive: true });
}

async function run({ url, world }: Emulator, { stack, engine }: Opened): Promise<void> {
  console.log(`Azure Virtual Desktop is emulated at ${url}. The engine is ${engine}.`);
  const bob = world.session("sh-0.contoso.com", 3);

  step("Who is there");
  show();

  step("pulumi up", "the program says that bob is not connected");
  const { summary } = await stack.up({ suppressOutputs: true });
  console.log(`Resource changes: ${Object.entries(summary.resourceChanges ?? {}).map(([what, count]) => `${count} ${what}`).join(", ")}`);
  show();
  verify(bob.sessionState === "Disconnected", "`up` should have disconnected bob");

  step("bob comes back");
  world.reconnect(bob);
  show();

  step("pulumi preview --refresh --diff", "nobody is touched, and the difference says who and what");
  const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
  console.log(stdout.trimEnd());
  verify(stripVTControlCharacters(stdout).includes('"Active" => "Disconnected"'), "the preview should name the session that drifted");
  verify(bob.sessionState === "Active", "a preview should touch nobody");

  step("pulumi up --refresh", "puts it right");
  await stack.up({ refresh: true, suppressOutputs: true });
  show();
  verify(bob.sessionState === "Disconnected", "`up --refresh` should have disconnected bob again");

  step("pulumi destroy", "releases the intent and touches nobody");
  await stack.destroy({ suppressOutputs: true });
  show();
  const { resources } = (await stack.exportStack()).deployment as { readonly resources?: readonly unknown[] };
  verify(!resources?.length, "`destroy` should have left nothing in the state");
  verify(bob.sessionState === "Disconnected", "`destroy` should touch nobody");
}

/** The real CLI where one is installed, else the test stack. */
async function openStack(): Promise<Opened> {
  const cli = findInstalledCli();
  if (cli === undefined) {
    let runs = 0;
    const source = pathToFileURL(join(root, "examples/quickstart/index.ts")).href;
    const program = async (): Promise<Record<string, unknown>> => ({ ...((await import(`${source}?run=${++runs}`)) as object) });
    const stack = await createTestStack({ projectName: "desktop-sessions-quickstart", stackName: "quickstart", program });
    return { stack, engine: `the test stack of this package, in process (${noCli})`, remove: () => Promise.resolve() };
  }
  const envVars = { ...emulator.env(), PULUMI_BACKEND_URL: pathToFileURL(home).href, PULUMI_CONFIG_PASSPHRASE: "quickstart" };
  const pulumiCommand = await PulumiCommand.get({ root: cli });
  const stack = await LocalWorkspace.createStack({ stackName: "quickstart", workDir: root }, { envVars, pulumiCommand });
  return {
    stack,
    engine: `the Pulumi CLI ${pulumiCommand.version?.toString() ?? ""} at ${pulumiCommand.command}`,
    remove: () => stack.workspace.removeStack("quickstart", { force: true }),
  };
}

/** The sessions as they are, from the emulator's own world. */
function show(): void {
  const table = new Table({
    head: ["host", "session", "user", "state", "application"],
    style: { head: colour ? ["bold"] : [], border: colour ? ["grey"] : [], compact: true },
  });
  for (const pool of emulator.world.hostPools()) {
    for (const host of pool.hosts) {
      for (const { id, userPrincipalName, sessionState, applicationType } of host.sessions) {
        const state = paint(sessionState === "Active" ? "green" : "yellow", sessionState);
        table.push([host.name, id, userPrincipalName, state, applicationType]);
      }
    }
  }
  console.log(table.toString());
}

function step(title: string, remark = ""): void {
  console.log(`\n${paint("bold", title)}${remark && `: ${remark}`}`);
}

function paint(style: Parameters<typeof styleText>[0], text: string): string {
  return colour ? styleText(style, text) : text;
}

function verify(holds: boolean, expectation: string): void {
  if (!holds) throw new Error(`The quickstart failed: ${expectation}, and that did not happen.`);
}
