import { z } from "zod";
import type { ResourceName } from "../resource-name";
import { azure } from "./azure";
import { endsWithinWindow, escalate, guards, notice } from "./guards";
import { hostArgumentsOn, noHosts } from "./hosts";
import { rds } from "./rds";
import { momentary, selectorOf } from "./selector";
import { only, text } from "./shape";

const maxSessions = z.int("expected a whole number").nonnegative("expected 0 or more").optional();
const timeoutSeconds = z.number().positive("expected more than 0 seconds").optional();

/** The arguments of each intent about sessions on one system, and those of `getSessions`. */
function argumentsOn({ scope, choice, force }: typeof azure | typeof rds) {
  const common = {
    scope,
    sessions: selectorOf(choice),
    maxSessions,
    ...guards,
    timeoutSeconds,
  };
  return {
    getSessions: z.strictObject({ scope, selector: momentary(choice) }),
    SessionDisconnected: only("SessionDisconnected", { ...common, notice }).superRefine(endsWithinWindow),
    SessionLoggedOff: only("SessionLoggedOff", { ...common, force, notice, escalate }).superRefine(endsWithinWindow),
    MessageSent: only("MessageSent", {
      ...common,
      title: text,
      body: text,
      triggers: z.array(z.unknown(), "expected a list").optional(),
      audience: z.enum(["present", "newcomers"], "expected present or newcomers").optional(),
    }),
  };
}

type Schemas = Record<ResourceName | "getSessions", z.ZodObject>;

const systems = {
  azure: { ...argumentsOn(azure), ...hostArgumentsOn(azure, { maxSessions, timeoutSeconds }) } satisfies Schemas,
  rds: { ...argumentsOn(rds), ...noHosts } satisfies Schemas,
};

/**
 * What the arguments have to be, as `check` holds them against what a program says. The scope tells on which system; one
 * that is not known yet is taken for Azure's, which takes everything that there is.
 */
export function schemaOf(name: ResourceName | "getSessions", given: unknown): z.ZodObject {
  const { scope } = (given ?? {}) as { readonly scope?: unknown };
  const isRds = typeof scope === "object" && scope !== null && "connectionBroker" in scope;
  return systems[isRds ? "rds" : "azure"][name];
}
