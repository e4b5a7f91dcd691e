import { resolve } from "node:path";
import { StackGivenTwice } from "../errors/stack-given-twice";
import type { StateSource } from "./state-source";

/** Leaves out what is word for word the same as something before it: nobody means to count it twice. */
export function withoutRepetitions(sources: readonly StateSource[]): readonly StateSource[] {
  const keys = sources.map(keyOf);
  return sources.filter((_, index) => keys.indexOf(keys[index]) === index);
}

function keyOf(source: StateSource): unknown {
  if (typeof source === "string") return source === "-" ? source : resolve(source);
  return "state" in source ? source.state : JSON.stringify([source.stack, resolve(source.cwd ?? ".")]);
}

/** What a state was read from, and of which stack it is; `undefined`: it does not say. */
interface Read {
  readonly source: string;
  readonly stack: string | undefined;
}

/** Says of each but the first of some states of one stack that it is one: two states may differ, and nobody knows which holds. */
export function repetitionsIn(states: readonly Read[]): readonly (StackGivenTwice | undefined)[] {
  const first = new Map<string, string>();
  return states.map(({ source, stack }) => {
    if (stack === undefined) return undefined;
    const before = first.get(stack);
    if (before === undefined) first.set(stack, source);
    return before === undefined ? undefined : givenTwice(stack, before, source);
  });
}

const givenTwice = (stack: string, before: string, source: string): StackGivenTwice =>
  new StackGivenTwice({
    failed: `take the stack ${stack} from ${source}`,
    why: `it was already taken from ${before}`,
    remedy: "Give each stack once. A report tells stacks apart by project and name: those of another organization need one of their own.",
  });
