import { z } from "zod";
import { lengthOfTime } from "../selector";
import { azureSessionStates } from "../session";
import { choiceOf } from "./selector";
import { downLevelName, only, userPrincipalName } from "./shape";

/**
 * What ARM accepts as names. Source: azure-rest-api-specs, Microsoft.DesktopVirtualization, the path parameters'
 * `minLength`, `maxLength` and `pattern`.
 */
const armName = (least: number, most: number, what: string) =>
  z.string().regex(
    new RegExp(`^[A-Za-z0-9@.\\-_ ]{${least},${most}}$`),
    `expected ${what}: ${least} to ${most} letters, digits, spaces or any of @ . - _`,
  );

const scope = only("an Azure host pool", {
  subscriptionId: z.guid("expected a UUID such as 00000000-0000-0000-0000-000000000001"),
  // Source: azure-rest-api-specs, common-types v3, `ResourceGroupNameParameter`; no period at the end: Azure's naming rules.
  resourceGroupName: z.string().regex(/^[-\p{L}\p{N}_.()]{0,89}[-\p{L}\p{N}_()]$/u, "expected the name of a resource group: at most 90 letters, digits or any of - _ . ( ), and no period at the end"),
  hostPoolName: armName(3, 64, "the name of a host pool"),
});

const choice = choiceOf({
  // Wildcards, first names and blanks at an end would match nobody, and an intent about nobody is true without a word.
  user: z
    .string("expected text")
    .regex(new RegExp(`^(${userPrincipalName}|${downLevelName})$`), "expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob"),
  sessionHost: armName(3, 48, "the name of a session host, without its host pool"),
  states: azureSessionStates,
  olderThan: z
    .string()
    .refine((given) => lengthOfTime(given) !== undefined, 'expected a length of time such as "8h" or "2 days"'),
});

/** What is particular to Azure Virtual Desktop in the arguments of intents and of `getSessions`. */
export const azure = { scope, choice, force: z.boolean().optional() };
