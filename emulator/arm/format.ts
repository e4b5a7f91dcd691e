import { type HostPool, isPersonal } from "../world/host-pool";
import { objectId } from "../world/object-id";
import type { SessionHost } from "../world/session-host";
import type { UserSession } from "../world/user-session";
import { publishedBy } from "./published-names";
import { NAMESPACE, type ResourcePath } from "./resource-path";

/**
 * The wire shapes of host pools, session hosts and user sessions: names, order and nulls as in the service's recorded
 * traffic (api-versions 2025-03-01-preview and 2025-10-10), which differ from the specification's examples.
 */

/** Ids carry these segments in lower case, and the names of the scope in the case in which the caller wrote them. */
const idOf = (path: ResourcePath, group: string, type: string, name: string): string => `/subscriptions/${path.subscriptionId}/resourcegroups/${group}/providers/${NAMESPACE}/${type}/${name}`;

const systemData = (createdAt: string, lastModified?: { by: string; at: string }) => ({
  createdBy: null,
  createdByType: null,
  createdAt,
  lastModifiedBy: lastModified?.by ?? null,
  lastModifiedByType: lastModified ? "Application" : null,
  lastModifiedAt: lastModified?.at ?? null,
});

/** The service trims a time's trailing zeros: `2023-12-21T15:40:08.15Z`. */
function trimTime(instant: string): string {
  return instant.endsWith("0Z") && instant.includes(".") ? instant.replace(/\.?0+Z$/, "Z") : instant;
}

/** @param host as the caller wrote it; in a list by pool, where no host is named, its own name */
function userSession(session: UserSession, path: ResourcePath, pool: string, host: string, withSystemData: boolean) {
  const createTime = trimTime(session.createTime);
  return {
    name: `${pool}/${host}/${session.id}`,
    id: `${idOf(path, path.resourceGroupName!, "hostpools", pool)}/sessionhosts/${host}/usersessions/${session.id}`,
    type: `${NAMESPACE}/hostpools/sessionhosts/usersessions`,
    properties: {
      createTime,
      userPrincipalName: session.userPrincipalName,
      sessionState: session.sessionState,
      applicationType: session.applicationType,
      activeDirectoryUserName: session.activeDirectoryUserName,
      objectId: session.objectId,
    },
    // An object in a Get and in a list by host, null in a list by pool.
    systemData: withSystemData ? systemData(createTime) : null,
  };
}

export const userSessionOfHost = (session: UserSession, path: ResourcePath) => userSession(session, path, path.names[0], path.names[1], true);

export const userSessionOfPool = (session: UserSession, path: ResourcePath) => userSession(session, path, path.names[0], session.host.name, false);

/** @param name as the caller wrote it; in a list, its own */
export function sessionHost(host: SessionHost, path: ResourcePath, name: string) {
  const pool = path.names[0];
  const createTime = trimTime(host.createTime);
  return {
    name: `${pool}/${name}`,
    id: `${idOf(path, path.resourceGroupName!, "hostpools", pool)}/sessionhosts/${name}`,
    type: `${NAMESPACE}/hostpools/sessionhosts`,
    properties: {
      friendlyName: host.friendlyName,
      lastHeartBeat: trimTime(host.lastHeartBeat),
      statusTimestamp: trimTime(host.statusTimestamp),
      lastUpdateTime: createTime,
      sessions: host.sessionCount,
      agentVersion: host.agentVersion,
      allowNewSession: host.allowNewSession,
      assignedUser: host.assignedUser,
      status: host.status,
      osVersion: host.osVersion,
      sxSStackVersion: "rdp-sxs251112650",
      updateState: "Succeeded",
      updateErrorMessage: "",
      sessionHostHealthCheckResults: [],
      resourceId: host.resourceId,
      virtualMachineId: host.objectId,
      objectId: host.objectId,
    },
    systemData: systemData(createTime, host.lastModified && { by: host.lastModified.by, at: trimTime(host.lastModified.at) }),
  };
}

/** @param name as the caller wrote it; in a list, its own */
export function hostPool(pool: HostPool, path: ResourcePath, name: string) {
  const { settings } = pool;
  const personal = isPersonal(pool);
  const group = groupOf(pool, path);
  const published = publishedBy(pool);
  return {
    identity: { type: "None", tenantId: null, principalId: null },
    name,
    id: idOf(path, group, "hostpools", name),
    type: `${NAMESPACE}/hostpools`,
    location: pool.location,
    tags: settings.tags ?? null,
    kind: null,
    systemData: systemData(trimTime(pool.createTime)),
    properties: {
      appAttachPackageReferences: [],
      privateEndpointConnections: [],
      publicNetworkAccess: settings.publicNetworkAccess ?? "Enabled",
      agentUpdate: null,
      friendlyName: settings.friendlyName ?? null,
      description: settings.description ?? null,
      hostPoolType: settings.hostPoolType ?? "Pooled",
      personalDesktopAssignmentType: settings.personalDesktopAssignmentType ?? (personal ? "Automatic" : null),
      applicationGroupReferences: published ? [idOf(path, group, "applicationgroups", published.group)] : [],
      customRdpProperty: null,
      maxSessionLimit: settings.maxSessionLimit ?? 999_999,
      loadBalancerType: settings.loadBalancerType ?? (personal ? "Persistent" : "BreadthFirst"),
      validationEnvironment: settings.validationEnvironment ?? false,
      ring: null,
      registrationInfo: null,
      vmTemplate: null,
      preferredAppGroupType: settings.preferredAppGroupType ?? "Desktop",
      startVMOnConnect: settings.startVMOnConnect ?? false,
      ssoadfsAuthority: null,
      ssoClientId: null,
      ssoClientSecretKeyVaultPath: null,
      ssoSecretType: null,
      objectId: pool.objectId,
    },
  };
}

/** @param name as the caller wrote it; in a list, its own */
export function applicationGroup(pool: HostPool, path: ResourcePath, name: string) {
  const published = publishedBy(pool)!;
  const group = groupOf(pool, path);
  return {
    name,
    id: idOf(path, group, "applicationgroups", name),
    type: `${NAMESPACE}/applicationgroups`,
    location: pool.location,
    tags: null,
    kind: published.kind,
    systemData: systemData(trimTime(pool.createTime)),
    properties: {
      showInFeed: null,
      hostPoolArmPath: idOf(path, group, "hostpools", pool.name),
      workspaceArmPath: idOf(path, group, "workspaces", published.workspace),
      description: published.description,
      friendlyName: published.friendlyName,
      applicationGroupType: published.kind,
      migrationRequest: null,
      cloudPcResource: false,
      objectId: objectId(APPLICATION_GROUPS + pool.serial),
    },
  };
}

/** @param name as the caller wrote it; in a list, its own */
export function workspace(pool: HostPool, path: ResourcePath, name: string) {
  const group = groupOf(pool, path);
  return {
    name,
    id: idOf(path, group, "workspaces", name),
    type: `${NAMESPACE}/workspaces`,
    location: pool.location,
    tags: {},
    kind: null,
    systemData: systemData(trimTime(pool.createTime)),
    properties: {
      privateEndpointConnections: [],
      publicNetworkAccess: "Enabled",
      description: null,
      friendlyName: null,
      applicationGroupReferences: [idOf(path, group, "applicationgroups", publishedBy(pool)!.group)],
      cloudPcResource: false,
      objectId: objectId(WORKSPACES + pool.serial),
    },
  };
}

/** As the caller wrote it; in a list of a whole subscription, its own. */
const groupOf = ({ resourceGroup }: HostPool, { resourceGroupName }: ResourcePath): string => resourceGroupName ?? resourceGroup.name;

/** What is derived from a pool has its number moved out of the reach of those that the world gives. */
const APPLICATION_GROUPS = 2 ** 31;
const WORKSPACES = 3 * 2 ** 30;
