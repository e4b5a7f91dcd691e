import { buffer } from "node:stream/consumers";
import type { Environment } from "../connect";
import { StateUnreadable } from "../errors/state-unreadable";
import { decodeState } from "./decode-state";
import { exportStack } from "./pulumi-cli";
import { readFile } from "./read-file";
import { projectName } from "./source-file";
import { readState, type State } from "./state";

/** Where the state of a stack comes from. */
export type StateSource =
  /** A file, `-` for standard input: what `pulumi stack export` prints, or what a backend keeps. */
  | string
  /** What the Pulumi CLI exports. Default: the current stack of the working directory. */
  | { readonly stack?: string; readonly cwd?: string }
  /** Such an export as an object, as the Automation API's `exportStack` gives it. */
  | { readonly state: unknown };

/** How it is read, as the report says it. */
export function sourceName(source: StateSource): string {
  if (typeof source === "string") return source === "-" ? "standard input" : source;
  if ("state" in source) return "an object";
  return ["pulumi stack export", ...(source.stack === undefined ? [] : ["--stack", source.stack]), ...(source.cwd === undefined ? [] : ["--cwd", source.cwd])].join(" ");
}

/** What a stack is called as long as its state does not say. */
export function presumedStack(source: StateSource): string {
  if (typeof source === "string" || "state" in source) return sourceName(source);
  return source.stack ?? "the current stack";
}

/** The stack that somebody asked a CLI for, in full: `desktops/prod`. `undefined`: nobody did, or its project is not known. */
export function stackIn(source: StateSource): string | undefined {
  if (typeof source === "string" || "state" in source || source.stack === undefined) return undefined;
  // [organization/][project/]stack; with one slash, what is before it is the organization.
  const [stack, project, organization] = source.stack.split("/").reverse();
  const name = organization === undefined ? projectName(source.cwd ?? ".") : project;
  return name === undefined ? undefined : `${name}/${stack}`;
}

/** @throws StateUnreadable, NoPulumiCli */
export async function readSource(source: StateSource, environment: Environment): Promise<State> {
  const name = sourceName(source);
  if (typeof source === "string") return readState(decodeState(await readBytes(source), source === "-" ? "on standard input" : source), name);
  if ("state" in source) return readState(source.state, name);
  return readState(decodeState(await exportStack(source.stack, source.cwd, environment), name), name);
}

async function readBytes(path: string): Promise<Buffer> {
  if (path === "-") return buffer(process.stdin);
  return readFile(path, (why) => new StateUnreadable({ failed: `read the state ${path}`, why, remedy: "Give a file that is there and may be read." }));
}
