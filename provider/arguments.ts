import { z } from "zod";
import { lengthOfTime, narrows, type Selector } from "./selector";
import { sessionStates } from "./session";
import type { IntentName } from "./intents";

/**
 * What ARM accepts as names. Source: azure-rest-api-specs, Microsoft.DesktopVirtualization, the path parameters'
 * `minLength`, `maxLength` and `pattern`.
 */
const armName = (least: number, most: number, what: string) =>
  z.string().regex(
    new RegExp(`^[A-Za-z0-9@.\\-_ ]{${least},${most}}$`),
    `expected ${what}: ${least} to ${most} letters, digits, spaces or any of @ . - _`,
  );

const text = z.string("expected text").regex(/\S/, "expected some text");

/** Wildcards, first names and blanks at an end would match nobody, and an intent about nobody is true without a word. */
const user = z
  .string("expected text")
  .regex(/^[^\s*?@\\]+(@[^\s*?@\\]+|\\[^\s*?@\\]([^*?@\\]*[^\s*?@\\])?)$/, "expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob");

/** An object without properties of other names; a misspelt one must not pass for an absent one. */
const only = <Shape extends z.core.$ZodShape>(what: string, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not a property of ${what}; expected one of ${Object.keys(shape).join(", ")}`
        : undefined,
  });

const scope = only("an Azure host pool", {
  subscriptionId: z.guid("expected a UUID such as 00000000-0000-0000-0000-000000000001"),
  // Source: azure-rest-api-specs, common-types v3, `ResourceGroupNameParameter`; no period at the end: Azure's naming rules.
  resourceGroupName: z.string().regex(/^[-\p{L}\p{N}_.()]{0,89}[-\p{L}\p{N}_()]$/u, "expected the name of a resource group: at most 90 letters, digits or any of - _ . ( ), and no period at the end"),
  hostPoolName: armName(3, 64, "the name of a host pool"),
});

const sessionHost = armName(3, 48, "the name of a session host, without its host pool");

const choice = only("a selector", {
  user: user.optional(),
  sessionHost: sessionHost.optional(),
  sessionId: z
    .union([z.string(), z.int()], "expected the id of a session, such as 3")
    .refine((id) => /^(0|[1-9]\d*)$/.test(String(id)), "expected the id of a session, such as 3")
    .optional(),
  state: z.enum(sessionStates, `expected one of ${sessionStates.join(", ")}`).optional(),
  olderThan: z
    .string()
    .refine((given) => lengthOfTime(given) !== undefined, 'expected a length of time such as "8h" or "2 days"')
    .optional(),
  everyone: z.boolean().optional(),
  except: only("except", {
    users: z.array(user, "expected a list").optional(),
    sessionHosts: z.array(sessionHost, "expected a list").optional(),
  }).optional(),
})
  .refine(({ sessionId, sessionHost: host }) => sessionId === undefined || host !== undefined, {
    path: ["sessionHost"],
    message: "is missing; expected the host of sessionId, because every host gives out the same ids",
  })
  .refine(({ everyone, user: one, sessionId }) => everyone !== true || (one === undefined && sessionId === undefined), {
    path: ["everyone"],
    message: "expected either that or somebody by user or sessionId",
  });

/** An intent acts, so its selector has to say on whom. */
const selector = choice.refine((given) => given.sessionId !== undefined || narrows(given as Selector), {
  message: "selects nobody in particular; expected user, sessionHost, state or olderThan, or everyone: true if all are meant",
  when: ({ issues }) => issues.length === 0, // whoever misspells a property does not mean nobody
});

/** The arguments of `getSessions`. Reading touches nobody, so there the selector may be left empty. */
export const lookUp = z.strictObject({ scope, selector: choice });

const common = {
  scope,
  sessions: selector,
  maxSessions: z.int("expected a whole number").nonnegative("expected 0 or more").optional(),
  timeoutSeconds: z.number().positive("expected more than 0 seconds").optional(),
};

/** The arguments of each intent, as `check` holds them against what a program says. */
export const schemas = {
  SessionDisconnected: only("SessionDisconnected", common),
  SessionLoggedOff: only("SessionLoggedOff", { ...common, force: z.boolean().optional() }),
  MessageSent: only("MessageSent", {
    ...common,
    title: text,
    body: text,
    triggers: z.array(z.unknown(), "expected a list").optional(),
    audience: z.enum(["present", "newcomers"], "expected present or newcomers").optional(),
  }),
} satisfies Record<IntentName, z.ZodObject>;
