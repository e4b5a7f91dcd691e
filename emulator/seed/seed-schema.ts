import type { ZodType } from "zod";
import { appGroupTypes, assignmentTypes, hostPoolTypes, loadBalancerTypes, networkAccesses } from "../world/host-pool";
import type { Seed } from "./seed";
import { hostStatuses } from "../world/session-host";
import { applicationTypes, sessionStates } from "../world/user-session";

/** Names as the service's specification constrains them. */
const NAME = /^[A-Za-z0-9@.\-_ ]*$/;
const RESOURCE_GROUP = /^[-\w.()]{0,89}[-\w()]$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

/** The schema of a {@link Seed}. zod is loaded when a seed of one's own is read, not when the emulator starts. */
export function seedSchema(): ZodType<Seed> {
  const { z } = require("zod") as typeof import("zod");
  const text = z.string().min(1, "a text that is not empty");
  const guid = z.string().regex(GUID, "a GUID");
  const optional = <T extends ZodType>(schema: T) => schema.optional();

  /** Keyed by names that ARM compares without case: two that differ only in case would be one. */
  const keyed = <V extends ZodType>(key: ReturnType<typeof z.string>, value: V) =>
    z.record(key, value).superRefine((entries, context) => {
      const seen = new Map<string, string>();
      for (const name of Object.keys(entries)) {
        const twin = seen.get(name.toLowerCase());
        if (twin !== undefined) context.addIssue({ code: "custom", path: [name], message: `another name than "${twin}" (names are compared without case)`, input: name });
        seen.set(name.toLowerCase(), name);
      }
    });

  const instant = z.string().regex(INSTANT, "an instant in UTC such as 2026-01-31T08:30:00Z").refine((value) => !Number.isNaN(Date.parse(value)), "an instant that exists");

  const session = z.strictObject({
    userPrincipalName: text,
    applicationType: optional(z.enum(applicationTypes)),
    sessionState: optional(z.enum(sessionStates)),
    activeDirectoryUserName: optional(text.nullable()),
    createTime: optional(instant),
  });
  const sessionId = z.string().regex(/^(0|[1-9]\d{0,8})$/, "a session id: a whole number");
  const host = z.strictObject({
    status: optional(z.enum(hostStatuses)),
    allowNewSession: optional(z.boolean()),
    assignedUser: optional(text.nullable()),
    friendlyName: optional(text.nullable()),
    agentVersion: optional(text),
    osVersion: optional(text),
    resourceId: optional(text),
    userSessions: optional(z.record(sessionId, z.union([text, session]))),
  });
  const pool = z.strictObject({
    location: optional(text),
    tags: optional(z.record(z.string(), z.string())),
    friendlyName: optional(text),
    description: optional(text),
    hostPoolType: optional(z.enum(hostPoolTypes)),
    loadBalancerType: optional(z.enum(loadBalancerTypes)),
    maxSessionLimit: optional(z.int().min(1)),
    personalDesktopAssignmentType: optional(z.enum(assignmentTypes)),
    preferredAppGroupType: optional(z.enum(appGroupTypes)),
    validationEnvironment: optional(z.boolean()),
    startVMOnConnect: optional(z.boolean()),
    publicNetworkAccess: optional(z.enum(networkAccesses)),
    sessionHosts: optional(keyed(z.string().min(3).max(48).regex(NAME, "a host name: letters, digits, @ . - _ and spaces"), host.nullable())),
  });
  const group = z.strictObject({
    location: optional(text),
    hostPools: optional(keyed(z.string().min(3).max(64).regex(NAME, "a host pool name: letters, digits, @ . - _ and spaces"), pool.nullable())),
  });
  const client = z
    .strictObject({ secret: optional(text), certificate: optional(z.string().includes("-----BEGIN CERTIFICATE-----", "a certificate in PEM")), objectId: optional(guid) })
    .refine(({ secret, certificate }) => secret !== undefined || certificate !== undefined, "a secret or a certificate");
  const tenants = keyed(guid, z.strictObject({ clients: optional(keyed(guid, client)) }).nullable()).refine((all) => Object.keys(all).length > 0, "at least one tenant");
  const subscription = z.strictObject({
    tenantId: optional(guid),
    resourceGroups: optional(keyed(z.string().regex(RESOURCE_GROUP, "a resource group name: at most 90 letters, digits, - _ . ( ), and no period at the end"), group.nullable())),
  });

  return z
    .strictObject({ tenants: optional(tenants), subscriptions: keyed(guid, subscription.nullable()) })
    .superRefine(({ tenants: known, subscriptions }, context) => {
      if (!known) return;
      const ids = Object.keys(known);
      for (const [id, from] of Object.entries(subscriptions)) {
        if (!from?.tenantId || ids.some((tenant) => tenant.toLowerCase() === from.tenantId!.toLowerCase())) continue;
        context.addIssue({ code: "custom", path: ["subscriptions", id, "tenantId"], message: `one of the tenants: ${ids.join(", ")}`, input: from.tenantId });
      }
    });
}
