import { element, type Xml } from "../../xml/writer";
import type { DriftReport, Finding, IntentReport, ScopeReport, StackReport, Trouble } from "../report";
import { byWeight, counts } from "./figures";
import { asideOf, contrastOf, isOf, settledOf, sinceOf, subjectOf } from "./sentences";
import { summary } from "./summary";
import { visible, visibleLines } from "./visible";

/**
 * JUnit XML as CI systems show it: a suite per stack, a case per intent. Drift fails it, what could not be looked at is an
 * error, and a case whose findings are all ignored or left alone for now is skipped, with the reasons.
 *
 * There is no standard; elements and attributes are those of Jenkins' `junit-10.xsd` (xunit-plugin), which others read too.
 */
export function renderJunit(report: DriftReport): string {
  const suites = [...report.stacks.map((stack) => suiteOf(stack, report)), ...scopeSuite(report), ...runSuite(report)];
  const total = (key: keyof Suite["figures"]): string => String(suites.reduce((sum, suite) => sum + suite.figures[key], 0));
  const root = element(
    "testsuites",
    { name: summary(report), tests: total("tests"), failures: total("failures"), errors: total("errors"), time: "0" },
    ...suites.flatMap(({ xml }) => ["\n", xml]),
    "\n",
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.toString()}\n`;
}

interface Suite {
  readonly xml: Xml;
  readonly figures: { readonly tests: number; readonly failures: number; readonly errors: number; readonly skipped: number };
}

interface Case {
  readonly kind: "passed" | "failure" | "error" | "skipped";
  readonly xml: Xml;
}

function suiteOf(stack: StackReport, report: DriftReport): Suite {
  const cases = [
    ...(stack.error === undefined ? [] : [errorCase("state", visible(stack.stack), stack.error)]),
    ...stack.intents.map((intent) => caseOf(intent, stack, report)),
  ];
  return suite(visible(stack.stack), cases, report);
}

/** A scope that could not be read is an error even where no intent says so. */
function scopeSuite(report: DriftReport): readonly Suite[] {
  const known = new Set(report.stacks.flatMap(({ intents }) => intents.map(({ error }) => error?.message)));
  const failed = report.scopes.filter((scope): scope is ScopeReport & { readonly error: Trouble } => scope.error !== undefined && !known.has(scope.error.message));
  return failed.length === 0 ? [] : [suite("scopes", failed.map((scope) => errorCase(visible(scope.scopeName), scope.system, scope.error)), report)];
}

/** What is wrong with the run itself, or worth knowing of it. */
function runSuite(report: DriftReport): readonly Suite[] {
  const { errors = [], notes = [] } = report;
  if (errors.length + notes.length === 0) return [];
  return [suite("report", errors.map((error) => errorCase("run", "report", error)), report, notes)];
}

function suite(name: string, cases: readonly Case[], { generatedAt }: DriftReport, notes: readonly string[] = []): Suite {
  const of = (kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;
  const figures = { tests: cases.length, failures: of("failure"), errors: of("error"), skipped: of("skipped") };
  const attributes = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, String(value)]));
  const xml = element(
    "testsuite",
    // The time without its fraction and zone, as the XSD has it.
    { name, ...attributes, time: "0", timestamp: generatedAt.slice(0, 19) },
    ...cases.flatMap((one) => ["\n  ", one.xml]),
    ...(notes.length === 0 ? [] : ["\n  ", element("system-out", {}, notes.map(visible).join("\n"))]),
    "\n",
  );
  return { xml, figures };
}

function caseOf(intent: IntentReport, { stack }: StackReport, report: DriftReport): Case {
  const group = visible(`${stack}.${intent.intent}`);
  const name = visible(intent.name);
  if (intent.error !== undefined) return errorCase(name, group, intent.error);
  if (intent.outcome === "error") return errorCase(name, group, { name: "Unknown", message: "It could not be looked at." });
  const failing = intent.findings.filter(counts);
  const text = visible(`${intent.wanted} ${isOf(intent)}`);
  if (failing.length > 0) return testCase("failure", name, group, element("failure", { type: "drift", message: text }, details(intent, report)));
  if (intent.findings.length > 0) return testCase("skipped", name, group, element("skipped", { message: intent.findings.map((finding) => visible(`${subjectOf(finding)} ${asideOf(finding)}`)).join("; ") }));
  return testCase("passed", name, group);
}

const errorCase = (name: string, group: string, { name: type, message }: Trouble): Case => {
  const lines = visibleLines(message);
  return testCase("error", name, group, element("error", { type, message: lines[0]! }, lines.join("\n")));
};

const testCase = (kind: Case["kind"], name: string, classname: string, ...inside: readonly Xml[]): Case => ({
  kind,
  xml: element("testcase", { name, classname, time: "0" }, ...inside),
});

const details = (intent: IntentReport, report: DriftReport): string =>
  [
    `wanted: ${intent.wanted}`,
    `is: ${isOf(intent)}`,
    ...byWeight(intent.findings).map((finding) => line(finding, report)),
    `next up: ${intent.nextUpdate}`,
    `settled: ${settledOf(intent, report)}`,
  ]
    .map(visible)
    .join("\n");

const line = (finding: Finding, report: DriftReport): string =>
  `- ${[`${subjectOf(finding)}: ${contrastOf(finding)}`, sinceOf(finding, report), finding.history ?? "", asideOf(finding), finding.id].filter((part) => part !== "").join(", ")}`;
