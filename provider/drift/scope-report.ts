import { isRdsDeployment, scopeKey, type Scope } from "../scope";
import type { Session } from "../session";
import type { HostReport, ScopeReport } from "./report";
import { isTrouble, type View } from "./view";

/** What was seen of the scopes, as counts. A scope that was seen twice, with two settings, counts once. */
export function scopeReports(views: readonly View[], nameOf: (scope: Scope) => string): readonly ScopeReport[] {
  const counted = new Set<string>();
  return views
    .filter(({ scope, sessions = [] }) => {
      if (isTrouble(sessions)) return true;
      const isNew = !counted.has(scopeKey(scope));
      counted.add(scopeKey(scope));
      return isNew;
    })
    .map((view) => scopeReport(view, nameOf));
}

function scopeReport({ scope, sessions = [], hosts = [] }: View, nameOf: (scope: Scope) => string): ScopeReport {
  const error = isTrouble(sessions) ? sessions : isTrouble(hosts) ? hosts : undefined;
  return {
    scope,
    scopeName: nameOf(scope),
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
