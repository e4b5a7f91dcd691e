import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { z } from "zod";
import { failuresOf } from "../check";
import { IgnoreRefused } from "../errors/ignore-refused";
import type { IgnoreRule } from "./ignore-rule";

const about = ["id", "intent", "user", "host"] as const;
const text = z.string("expected text").regex(/\S/, "expected some text");

const rule = z
  .strictObject(
    {
      id: z.string("expected text").regex(/^[0-9a-f]{16}$/, "expected the id of a finding: 16 hexadecimal digits").optional(),
      intent: text.optional(),
      user: text.optional(),
      host: text.optional(),
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
  let given: unknown;
  try {
    // All is text in it: a day is no point in time, and an id of digits no number.
    given = load(yaml, { schema: FAILSAFE_SCHEMA }) ?? [];
  } catch (error) {
    throw refuse((error as Error).message.split("\n")[0]!);
  }
  const failures = failuresOf(rules, given);
  if (failures.length > 0) throw refuse(failures.map(({ property, reason }) => `${property}${property === "" ? "it" : ""} ${reason}`).join("; "));
  return given as readonly IgnoreRule[];
}
