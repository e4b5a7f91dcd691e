import { FAILSAFE_SCHEMA, load, type EventType, type State } from "js-yaml";
import { z } from "zod";
import { failuresOf, type Failure } from "../check";
import { IgnoreRefused } from "../errors/ignore-refused";
import type { IgnoreRule } from "./ignore-rule";

const about = ["id", "intent", "user", "host"] as const;
const text = z.string("expected text").regex(/\S/, "expected some text");

/** Rules compare whole names; a wildcard would make one that hides nothing. No name of a user or host has any of these. */
const wholeName = text.regex(/^[^*?]*$/, "expected a whole name, without wildcards");

const rule = z
  .strictObject(
    {
      id: z.string("expected text").regex(/^[0-9a-f]{16}$/, "expected the id of a finding: 16 hexadecimal digits").optional(),
      intent: text.optional(),
      user: wholeName.optional(),
      host: wholeName.optional(),
      reason: text,
      expires: z.iso.date("expected a day such as 2026-12-31"),
    },
    {
      error: ({ code }) => (code === "unrecognized_keys" ? `is not a property of a rule; expected one of ${about.join(", ")}, reason, expires` : undefined),
    },
  )
  .refine((given) => about.some((key) => given[key] !== undefined), { message: `is about nothing in particular; expected one of ${about.join(", ")}` });

const rules = z.array(rule, "expected a list of rules");

const remedy = 'Write a list such as: - { user: bob@contoso.com, reason: "on call", expires: 2026-12-31 }';

/**
 * Reads the text of `.desktop-sessions-ignore.yaml`.
 *
 * @param name how sentences name where it comes from.
 * @throws IgnoreRefused
 */
export function readRules(yaml: string, name: string): readonly IgnoreRule[] {
  const refuse = (why: string) => new IgnoreRefused({ failed: `read the rules of ${name}`, why, remedy });
  const lines = new WeakMap<object, number>();
  let given: unknown;
  try {
    // All is text in it: a day is no point in time, and an id of digits no number.
    given = load(yaml, { schema: FAILSAFE_SCHEMA, listener: rememberLines(lines) }) ?? [];
  } catch (error) {
    throw refuse((error as Error).message.split("\n")[0]!);
  }
  const failures = failuresOf(rules, given);
  if (failures.length > 0) throw refuse(failures.map((failure) => inWords(failure, given, lines)).join("; "));
  return given as readonly IgnoreRule[];
}

/** Puts down in which line each list and each object begins, counted from 1. */
function rememberLines(lines: WeakMap<object, number>): (this: State, event: EventType, state: State) => void {
  const begun: number[] = [];
  return (event, state) => {
    if (event === "open") {
      begun.push(state.line + 1);
      return;
    }
    const line = begun.pop()!;
    const { result } = state as { readonly result?: unknown };
    if (typeof result === "object" && result !== null && !lines.has(result)) lines.set(result, line);
  };
}

/** `rule 2 (line 3): expires is missing`. */
function inWords({ property, reason }: Failure, given: unknown, lines: WeakMap<object, number>): string {
  const [, index, rest = ""] = /^\[(\d+)\]\.?(.*)$/.exec(property) ?? [];
  if (index === undefined) return `${property === "" ? "it" : property} ${reason}`;
  const found = (given as readonly unknown[])[Number(index)];
  const line = typeof found === "object" && found !== null ? lines.get(found) : undefined;
  return `rule ${Number(index) + 1}${line === undefined ? "" : ` (line ${line})`}${rest === "" ? "" : `: ${rest}`} ${reason}`;
}
