import { isRdsDeployment, scopeName } from "../scope";
import type { Session } from "../session";
import type { HostReport, ScopeReport, Trouble } from "./report";
import { isTrouble, type View } from "./view";

/** What was seen of a scope, as counts. */
export function scopeReport({ scope, sessions = [], hosts = [] }: View): ScopeReport {
  const error = [sessions, hosts].find((seen) => isTrouble<unknown>(seen)) as Trouble | undefined;
  return {
    scopeName: scopeName(scope),
    system: isRdsDeployment(scope) ? "Remote Desktop Services" : "Azure Virtual Desktop",
    hosts: isTrouble(sessions) ? [] : hostsOf(sessions),
    ...(error && { error }),
  };
}

function hostsOf(sessions: readonly Session[]): readonly HostReport[] {
  const hosts = new Map<string, HostReport & { readonly states: Record<string, number> }>();
  for (const { sessionHost, state } of sessions) {
    const key = sessionHost.toLowerCase();
    const { states } = hosts.get(key) ?? hosts.set(key, { sessionHost, states: {} }).get(key)!;
    states[state] = (states[state] ?? 0) + 1;
  }
  return [...hosts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}
