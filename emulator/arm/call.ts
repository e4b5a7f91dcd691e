import type { Access } from "../access/access";
import type { HostPool } from "../world/host-pool";
import type { Claims } from "../oauth/token-issuer";
import type { ResourceGroup } from "../world/resource-group";
import type { SessionHost } from "../world/session-host";
import type { Subscription } from "../world/subscription";
import type { UserSession } from "../world/user-session";
import type { World } from "../world/world";
import { SessionNotFound } from "../world/errors/session-not-found";
import type { Json } from "../json";
import type { Query } from "./query";
import type { ResourcePath } from "./resource-path";

/** One request about the tenant as a whole, after the front door: authenticated, with an api-version. */
export interface TenantCall {
  world: World;
  path: ResourcePath;
  query: Query;
  principal: Claims;
  /** What the principal may do. */
  access: Access;
  /** The parsed body; `undefined` when there was none. */
  body: unknown;
  /** As the caller addressed the emulator: `https://127.0.0.1:8443`. */
  origin: string;
  /** Path and query of the request. */
  url: string;
}

/** One request about what is in a subscription that exists. */
export interface ArmCall extends TenantCall {
  subscription: Subscription;
  /** `undefined` when the path names none. */
  resourceGroup: ResourceGroup | undefined;
}

/** What a verb answers: without `body`, nothing but the head. */
export interface Reply {
  status: number;
  /** What JSON is written of, or JSON that is written already. */
  body?: object | Json;
}

/** @throws HostPoolNotFound */
export function poolOf({ path, resourceGroup }: ArmCall): HostPool {
  return resourceGroup!.pool(path.names[0]);
}

/** @throws HostPoolNotFound, SessionHostNotFound */
export function hostOf(call: ArmCall): SessionHost {
  return poolOf(call).host(call.path.names[1]);
}

/** @throws HostPoolNotFound, SessionHostNotFound, SessionNotFound */
export function sessionOf(call: ArmCall): UserSession {
  const host = hostOf(call);
  const id = call.path.names[2];
  // Any text is a legal id by the specification; only numbers are ids of sessions, and "02" is not "2".
  if (!/^(0|[1-9]\d*)$/.test(id)) throw new SessionNotFound(id, host.name);
  return host.session(Number(id));
}
