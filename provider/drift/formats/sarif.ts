import { createHash } from "node:crypto";
import { hostArguments } from "../../hosts/host-args";
import { intents } from "../../intents";
import type { DriftReport, Finding, IntentReport, StackReport } from "../report";
import { counts } from "./figures";
import { location } from "./sarif-location";
import { asideOf, contrastOf, isOf, settledOf, sinceOf, subjectOf } from "./sentences";
import { placesOf, troublesOf, type Hit } from "./troubles";
import { visible, visibleLines } from "./visible";

/** What GitHub takes of one run; a file with more is refused whole. */
const mostResults = 25_000;
const notObserved = "NotObserved";

/**
 * SARIF 2.1.0 with what GitHub's code scanning asks for: descriptions and help of each rule, one location with its region and
 * a `primaryLocationLineHash` of each result.
 *
 * Code scanning shows neither notifications nor suppressions. So an error is a result too: without one the upload would close
 * the alerts that nobody looked at. And a finding that is ignored, or left alone for now, is a note.
 *
 * Source: docs.github.com, "SARIF support for code scanning"; OASIS SARIF 2.1.0.
 */
export function* renderSarif(report: DriftReport): Generator<string> {
  const hits = troublesOf(report);
  const all = hits.length + report.stacks.reduce((sum, { intents: own }) => sum + own.reduce((found, { findings }) => found + findings.length, 0), 0);
  const leftOut = Math.max(0, all - mostResults);
  const notifications = [
    ...hits.map((hit) => notification("error", `${hit.name}: ${messageOf(hit)}`)),
    ...(report.notes ?? []).map((note) => notification("note", visible(note))),
    ...(leftOut > 0 ? [notification("warning", `${leftOut} of ${all} results were left out: GitHub takes ${mostResults}.`)] : []),
  ];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "desktop-sessions drift", semanticVersion: version(), informationUri: "https://www.npmjs.com/package/pulumi-desktop-sessions", rules } },
        invocations: [{ executionSuccessful: report.outcome !== "error", endTimeUtc: report.generatedAt, toolExecutionNotifications: notifications }],
        results: [],
      },
    ],
  };
  const [before, after] = JSON.stringify(log, null, 2).split(/(?<="results": \[)(?=\]\n *\}\n *\]\n\}$)/) as [string, string];
  yield before;
  let shown = 0;
  for (const one of results(hits, report)) {
    if (shown === mostResults) break;
    // A string of JSON has no ends of lines in it.
    yield `${shown === 0 ? "" : ","}\n${JSON.stringify(one, null, 2)}`.replaceAll("\n", `\n${" ".repeat(8)}`);
    shown++;
  }
  yield `${shown === 0 ? "" : `\n${" ".repeat(6)}`}${after}\n`;
}

function* results(hits: readonly Hit[], report: DriftReport): Generator<object> {
  for (const hit of hits) yield errorResult(hit, report);
  for (const stack of report.stacks) {
    for (const intent of stack.intents) {
      const is = isOf(intent); // it counts all of them
      for (const finding of intent.findings) yield result(finding, intent, is, stack, report);
    }
  }
}

const version = (): string => (require("../../../../package.json") as { readonly version: string }).version;

// A rule per kind of intent: code scanning wants rules that stay the same from run to run.
const kinds = [
  ...Object.keys(intents).map((name) => ({ name, what: "sessions", breaker: "A session" })),
  ...Object.keys(hostArguments).map((name) => ({ name, what: "a session host", breaker: "A session host, or a session on it," })),
];
const rules = [
  ...kinds.map(({ name, what, breaker }) => ({
    id: name,
    shortDescription: { text: `${breaker} breaks an intent of the kind ${name}.` },
    fullDescription: { text: `A ${name} of a Pulumi program states what should be true of ${what}. ${breaker} makes it untrue now.` },
    help: { text: `Run pulumi up --refresh to make it true again, change the ${name}, or add a rule with a reason and an expiry to .desktop-sessions-ignore.yaml.` },
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["drift"], precision: "very-high" },
  })),
  {
    id: notObserved,
    shortDescription: { text: "Something could not be looked at." },
    fullDescription: { text: "A state, a host pool or a deployment could not be read, so nobody knows whether its intents hold." },
    help: { text: "The message says what failed, on what, why, and what to do. Until then nothing is known to be in sync." },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["drift"], precision: "very-high" },
  },
];

function result(finding: Finding, intent: IntentReport, is: string, stack: StackReport, report: DriftReport): object {
  const facts = [
    `${subjectOf(finding)}: ${contrastOf(finding)}.`,
    `${intent.name} (${stack.stack}): ${intent.wanted}`,
    is,
    ...(finding.since === undefined ? (finding.firstSeen === undefined ? [] : [`It was ${sinceOf(finding, report)}.`]) : [`So since ${sinceOf(finding, report)}.`]),
    intent.nextUpdate,
    `Settled: ${settledOf(intent, report)}.`,
    ...(counts(finding) ? [] : [`It is ${asideOf(finding)}`]),
  ];
  return {
    ruleId: intent.intent,
    ruleIndex: rules.findIndex(({ id }) => id === intent.intent),
    level: counts(finding) ? "warning" : "note",
    message: { text: facts.map((fact) => escapeLinks(visible(fact))).join(" ") },
    locations: [location(stack.file)],
    partialFingerprints: { primaryLocationLineHash: `${finding.id}:1`, "desktopSessionsFinding/v1": finding.id },
    ...(finding.history !== undefined && { baselineState: finding.history === "still there" ? "unchanged" : "new" }),
    ...(finding.ignored !== undefined && { suppressions: [{ kind: "external", status: "accepted", justification: visible(`${finding.ignored.reason} (until ${finding.ignored.expires})`) }] }),
    properties: { urn: visible(intent.urn), stack: visible(stack.stack) },
  };
}

function errorResult(hit: Hit, report: DriftReport): object {
  const stack = report.stacks.find(({ error, intents: all }) => [error, ...all.map((intent) => intent.error)].some((one) => one?.message === hit.message)) ?? report.stacks[0];
  // Messages carry ids of requests, so they are no identity.
  const fingerprint = createHash("sha256").update(`${hit.name}\n${hit.places[0]}`).digest("hex").slice(0, 16);
  return {
    ruleId: notObserved,
    ruleIndex: rules.length - 1,
    level: "error",
    message: { text: escapeLinks(messageOf(hit)) },
    locations: [location(stack?.file)],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1` },
    ...(report.gone !== undefined && { baselineState: "new" }),
  };
}

const messageOf = (hit: Hit): string => `${visibleLines(hit.message).join(" ")} ${visible(`It failed ${placesOf(hit)}.`)}`;

const notification = (level: "error" | "warning" | "note", text: string): object => ({ level, message: { text: escapeLinks(text) } });

/** Readers of SARIF make links of `[text](target)`; these here would be of somebody's choosing. */
const escapeLinks = (text: string): string => (text.includes("](") ? text.replace(/[[\]]/g, "\\$&") : text);
