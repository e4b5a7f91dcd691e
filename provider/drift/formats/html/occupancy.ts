import type { DriftReport, Finding, HostReport, ScopeReport } from "../../report";
import { scopeKey, type Scope } from "../../../scope";
import { counts } from "../figures";

/** What a square is drawn as. */
export type Look = "drift" | "waiting" | "ignored" | "active" | "pending" | "disconnected" | "other";

/** Some sessions of one host that look the same. */
export interface Group {
  readonly look: Look;
  /** As the system calls it. */
  readonly state: string;
  readonly count: number;
}

const looks: Readonly<Record<string, Look>> = {
  Active: "active",
  Pending: "pending",
  Connected: "pending",
  ConnectQuery: "pending",
  Shadow: "pending",
  Disconnected: "disconnected",
};
const order: readonly Look[] = ["drift", "waiting", "ignored", "active", "pending", "disconnected", "other"];

const lookOf = (finding: Finding): Look => (counts(finding) ? "drift" : finding.ignored === undefined ? "waiting" : "ignored");

type Marks = ReadonlyMap<string, { readonly look: Look; readonly state: string }>;

const keyOf = (scope: Scope, sessionHost: string): string => `${scopeKey(scope)}\n${sessionHost.toLowerCase()}`;

/** Which sessions break an intent, by host. A session that breaks two is one square; who was not sent a message is active. */
export function marksOf(report: DriftReport): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Map<string, { readonly look: Look; readonly state: string }>>();
  for (const { scope, intent, findings } of report.stacks.flatMap(({ intents }) => intents))
    for (const finding of scope === undefined ? [] : findings) {
      if (finding.about === "host") continue; // it is no session
      const { sessionHost, sessionId, user } = finding.session;
      const key = keyOf(scope!, sessionHost);
      const host = marks.get(key) ?? new Map<string, { readonly look: Look; readonly state: string }>();
      const session = `${sessionId}\n${user}`.toLowerCase();
      const look = lookOf(finding);
      // Of a session that breaks two intents, what weighs more.
      if (order.indexOf(look) < order.indexOf(host.get(session)?.look ?? "other")) host.set(session, { look, state: intent === "MessageSent" ? "Active" : finding.to });
      marks.set(key, host);
    }
  return marks;
}

/** The sessions of a host in groups, those that break an intent first. */
export function groupsOf({ scope }: ScopeReport, { sessionHost, states }: HostReport, marks: ReadonlyMap<string, Marks>): readonly Group[] {
  const left = new Map(Object.entries(states));
  const marked = new Map<string, { look: Look; state: string; count: number }>();
  for (const { look, state } of marks.get(keyOf(scope, sessionHost))?.values() ?? []) {
    // What is may be another word than a state; then it is some session of this host.
    const from = (left.get(state) ?? 0) > 0 ? state : [...left].find(([, count]) => count > 0)?.[0];
    if (from === undefined) break;
    left.set(from, left.get(from)! - 1);
    const group = marked.get(`${look}\n${from}`) ?? { look, state: from, count: 0 };
    group.count++;
    marked.set(`${look}\n${from}`, group);
  }
  const others = [...left].map(([state, count]): Group => ({ look: Object.hasOwn(looks, state) ? looks[state]! : "other", state, count }));
  return [...marked.values(), ...others].filter(({ count }) => count > 0).sort((a, b) => order.indexOf(a.look) - order.indexOf(b.look));
}

export const sessionsOf = ({ states }: HostReport): number => Object.values(states).reduce((sum, count) => sum + count, 0);
