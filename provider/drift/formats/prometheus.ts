import { isRdsDeployment, scopeName, type Scope } from "../../scope";
import type { DriftReport, IntentReport } from "../report";
import { asides, counts } from "./figures";
import { troublesOf } from "./troubles";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * The text format of Prometheus, version 0.0.4, for the textfile collector of the node exporter. Everything is a gauge: a
 * report is a look at one moment.
 *
 * An intent that could not be looked at has no findings here, not none: its series is missing, and `_errors` says why.
 *
 * Source: prometheus.io/docs/instrumenting/exposition_formats.
 */
export const renderPrometheus = (report: DriftReport): string =>
  [
    gauge("desktop_sessions_drift_findings", "Sessions and hosts that break an intent, by whether a rule ignores them. Those that are left alone for now are not among them.", findings(report)),
    gauge("desktop_sessions_drift_waiting", "Sessions and hosts that break an intent and are left alone for now, as they were promised or as its window has it.", waiting(report)),
    gauge("desktop_sessions_drift_intents", "Intents of a stack, by what was found: those whose findings are all ignored or left alone for now are in sync.", intents(report)),
    gauge("desktop_sessions_drift_errors", "What could not be looked at, or is wrong with the run: states and intents by stack; expired rules and the like have no stack.", errors(report)),
    gauge("desktop_sessions_sessions", "Sessions that are there, by host and state. Hosts without a session are missing.", sessions(report)),
    gauge("desktop_sessions_drift_last_run_timestamp_seconds", "When the report was made, in seconds since 1970.", [[{}, Date.parse(report.generatedAt) / 1000]]),
  ].join("");

const findings = ({ stacks }: DriftReport): readonly Sample[] =>
  stacks.flatMap(({ stack, intents: all }) =>
    all
      .filter(({ error }) => error === undefined)
      .flatMap((intent): readonly Sample[] => {
        const labels = labelsOf(stack, intent);
        return [
          [{ ...labels, ignored: "false" }, intent.findings.filter(counts).length],
          [{ ...labels, ignored: "true" }, asides(intent.findings).ignored],
        ];
      }),
  );

const waiting = ({ stacks }: DriftReport): readonly Sample[] =>
  stacks.flatMap(({ stack, intents: all }) =>
    all.filter(({ error }) => error === undefined).map((intent): Sample => [labelsOf(stack, intent), asides(intent.findings).waiting]),
  );

const intents = ({ stacks }: DriftReport): readonly Sample[] =>
  stacks.flatMap(({ stack, intents: all }) =>
    (["in sync", "drift", "error"] as const).map((outcome): Sample => [{ stack, outcome }, all.filter((intent) => intent.outcome === outcome).length]),
  );

/** Per stack, so that an alert can name it; what is wrong with the run itself, such as an expired rule, has no stack. */
function errors(report: DriftReport): readonly Sample[] {
  const perStack = report.stacks.map(({ stack, error, intents: all }): Sample => [
    { stack },
    all.filter((intent) => intent.outcome === "error").length + (error === undefined ? 0 : 1),
  ]);
  const told = perStack.reduce((sum, [, count]) => sum + count, report.errors?.length ?? 0);
  // An outcome that nothing else accounts for must still be seen.
  const unaccounted = told === 0 && report.outcome === "error" ? Math.max(1, troublesOf(report).length) : 0;
  return [...perStack, [{ stack: "" }, (report.errors?.length ?? 0) + unaccounted]];
}

const sessions = ({ scopes }: DriftReport): readonly Sample[] =>
  scopes.flatMap(({ scope, hosts }) =>
    hosts.flatMap(({ sessionHost: host, states }) => Object.entries(states).map(([state, count]): Sample => [{ ...placeOf(scope), host, state }, count])),
  );

const labelsOf = (stack: string, { name, intent, scope, scopeName: unknown }: IntentReport): Labels => ({ stack, intent: name, type: intent, ...(scope ? placeOf(scope) : { scope: unknown }) });

/** Pools of two subscriptions may have one name, and a series keeps its labels whatever else is in the report. */
const placeOf = (scope: Scope): Labels => ({ scope: scopeName(scope), ...(isRdsDeployment(scope) ? {} : { subscription: scope.subscriptionId }) });

/** Labels that are the same are one series, which may be there once: a stack can be given twice. */
function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const series = new Map<string, number>();
  for (const [labels, value] of samples) {
    const key = `${name}${labelSet(labels)}`;
    series.set(key, (series.get(key) ?? 0) + value);
  }
  if (series.size === 0) return "";
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...[...series].map(([key, value]) => `${key} ${value}`), ""].join("\n");
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
// Readers take other ends of lines for ends of lines, and only valid UTF-8: those are replaced.
const labelValue = (value: string): string => value.toWellFormed().replace(/[^\P{Cc}\n]|[\u2028\u2029]/gu, "\u{FFFD}").replace(/[\\"\n]/g, (found) => escapes[found]!);

const labelSet = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${labelValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};
