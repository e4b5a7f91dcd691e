import type { ZodRawShape, ZodType } from "zod";
import { appGroupTypes, assignmentTypes, hostPoolTypes, loadBalancerTypes, networkAccesses } from "../world/host-pool";
import { accesses } from "../world/rds/broker-user";
import { desktopStates } from "../world/rds/virtual-desktop";
import { connectStates } from "../world/rds/virtual-desktop-session";
import { roleAssignmentsSchema } from "./role-assignments";
import { lifeSchemas } from "./life-schemas";
import { misnumbered, sameNumbers } from "./misnumbered";
import type { Seed } from "./seed";
import { twins } from "./desktop-twins";
import { canSignIn, identityTwins, workloadShapes } from "./client-identities";
import { domainUserName, GUID, hostPoolName, type NameConstraint, resourceGroupName, sessionHostName } from "../world/name-constraints";
import { hostStatuses } from "../world/session-host";
import { applicationTypes, sessionStates } from "../world/user-session";

const SESSION_ID = "a session id: a whole number of 32 bits";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

/** JavaScript takes February 31st for March 3rd. */
function exists(instant: string): boolean {
  const date = new Date(instant);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === instant.slice(0, 10);
}

/** The schema of a {@link Seed}. zod is loaded when a seed of one's own is read, not when the emulator starts. */
export function seedSchema(): ZodType<Seed> {
  const { z } = require("zod") as typeof import("zod");
  const text = z.string().regex(/^\S(.*\S)?$/s, "a text that is not empty, without spaces around it");
  const secret = z.string().min(1, "a text that is not empty");
  const guid = z.string().regex(GUID, "a GUID");
  const name = (what: string, { min, max, pattern }: NameConstraint) => z.string().regex(pattern, `${what}: letters, digits, @ . - _ and spaces`).min(min, `a name of ${min} to ${max} characters`).max(max, `a name of ${min} to ${max} characters`);
  const GROUP = `a resource group name: at most ${resourceGroupName.max} letters, digits, - _ . ( ), and no period at the end`;
  const optional = <T extends ZodType>(schema: T) => schema.optional();

  /** An object with these properties and no others, of which the error tells which there are. */
  const exactly = <S extends ZodRawShape>(shape: S) =>
    z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? `one of ${Object.keys(shape).join(", ")}` : undefined) });

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

  const instant = z.string().regex(INSTANT, { error: "an instant in UTC such as 2026-01-31T08:30:00Z", abort: true }).refine(exists, "an instant that exists");

  const { transitions, underway, returns, serial, modification, clock } = lifeSchemas(z, exactly, text, instant);
  const ofUser = { userPrincipalName: text, applicationType: optional(z.enum(applicationTypes)), activeDirectoryUserName: optional(text.nullable()) };
  const session = exactly({ ...ofUser, sessionState: optional(z.enum(sessionStates)), createTime: optional(instant), returns: optional(returns), serial: optional(serial), underway: optional(underway) });
  const sessionId = z.string().regex(/^(0|[1-9]\d{0,8})$/, "a session id: a whole number");
  const host = exactly({
    status: optional(z.enum(hostStatuses)),
    allowNewSession: optional(z.boolean()),
    assignedUser: optional(z.string().nullable()),
    friendlyName: optional(z.string().nullable()),
    agentVersion: optional(text),
    osVersion: optional(text),
    resourceId: optional(text),
    transitions: optional(transitions),
    serial: optional(serial),
    createTime: optional(instant),
    statusTimestamp: optional(instant),
    lastHeartBeat: optional(instant),
    lastModified: optional(modification),
    userSessions: optional(z.record(sessionId, z.union([text, session]))),
    awaited: optional(z.array(exactly({ ...ofUser, returns }))),
  });
  const pool = exactly({
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
    transitions: optional(transitions),
    serial: optional(serial),
    createTime: optional(instant),
    sessionHosts: optional(keyed(name("a host name", sessionHostName), host.nullable())),
  });
  const group = exactly({
    location: optional(text),
    hostPools: optional(keyed(name("a host pool name", hostPoolName), pool.nullable())),
  });
  const client = exactly({ secret: optional(secret), certificate: optional(z.string().includes("-----BEGIN CERTIFICATE-----", "a certificate in PEM")), objectId: optional(guid), ...workloadShapes(z, exactly), roleAssignments: optional(roleAssignmentsSchema(z)) })
    .refine(canSignIn, "a secret, a certificate, a managed identity or a federated credential");
  const tenants = keyed(guid, exactly({ clients: optional(keyed(guid, client)) }).nullable())
    .refine((all) => Object.keys(all).length > 0, "at least one tenant")
    .superRefine((all, context) => {
      for (const { path, message, input } of identityTwins(all)) context.addIssue({ code: "custom", path, message, input });
    });
  const subscription = exactly({
    tenantId: optional(guid),
    transitions: optional(transitions),
    number: optional(z.int().min(0).max(0x7fff)),
    lastSerial: optional(z.int().min(0)),
    resourceGroups: optional(keyed(z.string().regex(resourceGroupName.pattern, { error: GROUP, abort: true }).max(resourceGroupName.max, GROUP), group.nullable())),
  }).superRefine((from, context) => {
    for (const { path, message, input } of misnumbered(from)) context.addIssue({ code: "custom", path, message, input });
  });

  const userName = z.string().regex(domainUserName, "a name such as CONTOSO\\alice");
  const password = z.string().min(1, "a password that is not empty");
  const certificate = z.string().includes("-----BEGIN CERTIFICATE-----", "a certificate in PEM");
  const user = exactly({ password: optional(password), certificate: optional(certificate), access: optional(z.enum(accesses)) })
    .refine((from) => from.password !== undefined || from.certificate !== undefined, "a password or a certificate");
  const desktopSession = exactly({
    id: z.int().min(0, SESSION_ID).max(0xffff_ffff, SESSION_ID),
    user: userName,
    connectState: optional(z.enum(connectStates)),
    clientMachineName: optional(text),
    underway: optional(underway),
  });
  const desktop = exactly({ host: text, state: optional(z.enum(desktopStates)), session: optional(desktopSession) });
  const collection = exactly({ name: optional(text), transitions: optional(transitions), desktops: optional(keyed(text, desktop)) });
  const rds = exactly({ users: optional(keyed(userName, z.union([password, user]))), collections: optional(keyed(text, collection.nullable())) })
    .superRefine(({ collections }, context) => {
      for (const { path, message, input } of twins(collections ?? {})) context.addIssue({ code: "custom", path: ["collections", ...path], message, input });
    });

  return exactly({ tenants: optional(tenants), subscriptions: optional(keyed(guid, subscription.nullable())), rds: optional(rds), transitions: optional(transitions), clock: optional(clock) })
    .superRefine(({ tenants: known, subscriptions, rds: deployment }, context) => {
      for (const { path, message, input } of sameNumbers(subscriptions ?? {})) context.addIssue({ code: "custom", path: ["subscriptions", ...path], message, input });
      if (!subscriptions && !deployment) context.addIssue({ code: "custom", path: ["subscriptions"], message: "subscriptions, rds, or both" });
      if (!known || !subscriptions) return;
      const ids = Object.keys(known);
      for (const [id, from] of Object.entries(subscriptions)) {
        if (!from?.tenantId || ids.some((tenant) => tenant.toLowerCase() === from.tenantId!.toLowerCase())) continue;
        context.addIssue({ code: "custom", path: ["subscriptions", id, "tenantId"], message: `one of the tenants: ${ids.join(", ")}`, input: from.tenantId });
      }
    });
}
