import type { Environment } from "../connect";
import { IgnoreExpired } from "../errors/ignore-expired";
import { IgnoreRefused } from "../errors/ignore-refused";
import { NothingMeant } from "../errors/nothing-meant";
import { ReportUnreadable } from "../errors/report-unreadable";
import { inParallel } from "../intents/in-parallel";
import type { Earlier } from "./earlier-report";
import { repetitionsIn, withoutRepetitions } from "./given-once";
import { hasExpired, ruleName, type IgnoreRule } from "./ignore-rule";
import { intentReport } from "./intent-report";
import { worstOf } from "./outcome";
import { readFile } from "./read-file";
import { placeOf } from "./place-of";
import type { DriftReport, StackReport, Trouble } from "./report";
import { matcher } from "../wildcard";
import { scopeNames } from "./scope-names";
import { scopeReports } from "./scope-report";
import { fileOf } from "./source-file";
import { presumedStack, readSource, sourceName, stackIn, type StateSource } from "./state-source";
import type { StoredIntent } from "./stored-intent";
import { troubleOf } from "./trouble";
import { viewsOf, type Place } from "./view";

/** What {@link detectDrift} looks at, and what it holds that against. */
export interface DriftOptions {
  /** The states of the stacks. Default: the current stack of the working directory, exported by the Pulumi CLI. */
  readonly states?: readonly StateSource[];
  /** Only intents whose name or URN matches this pattern, in which `*` stands for any characters, and all else for itself. */
  readonly only?: string;
  /** An earlier report, or the JSON file that it is in: the report then says what is new, still there and gone. */
  readonly since?: string | DriftReport;
  /** A file of rules like `.desktop-sessions-ignore.yaml`. Default: nothing is ignored. */
  readonly ignore?: string;
  /** Where credentials come from that the states do not have in clear. Default: `process.env`. */
  readonly environment?: Environment;
  /** What time it is. Default: the system's. */
  readonly clock?: { readonly now: () => number };
}

/**
 * Holds the intents of some stacks against the sessions that there are right now. It writes nothing, takes no lock, reads
 * each scope once and decrypts nothing. What can't be looked at is an error in the report, whose rest is still made.
 *
 * @throws IgnoreRefused and ReportUnreadable for rules and an earlier report that can't be used.
 *
 * @example
 * const { outcome, stacks } = await detectDrift({ states: [{ stack: "prod" }, "state.json"] });
 */
export async function detectDrift(options: DriftOptions = {}): Promise<DriftReport> {
  const { states = [{}], environment = process.env, clock = Date } = options;
  const now = clock.now();
  const earlier = options.since === undefined ? undefined : earlierFrom(options.since);
  const rules = options.ignore === undefined ? [] : rulesIn(options.ignore);
  const isMeant = meant(options.only);

  const readings = named(eachOnce(await inParallel(withoutRepetitions(states), 4, (source) => readingOf(source, isMeant, environment))), earlier);
  const places = readings.flatMap(({ intents }) => intents).flatMap((stored) => {
    const place = placeOf(stored);
    return place ? [[stored, place] as const] : [];
  });
  const { views, viewOf } = await viewsOf(new Map<StoredIntent, Place>(places), environment);
  const scopeNameOf = scopeNames(readings.flatMap(({ intents }) => intents.flatMap(({ properties }) => (properties instanceof Error ? [] : properties.scope))));
  const background = { earlier, scopeNameOf, rules: rules.filter((rule) => !hasExpired(rule, now)), followed: new Set<IgnoreRule>() };
  const stacks = readings.map(({ intents: stored, all, own: _, meant: __, ...about }): StackReport => {
    const intents = stored.map((one) => intentReport(one, viewOf.get(one), background, now));
    const leftOut = all - stored.length;
    return { ...about, outcome: about.error ? "error" : worstOf(intents.map(({ outcome }) => outcome)), ...(leftOut > 0 && { leftOut }), intents };
  });
  const rest = earlier?.rest(stacks, (urn) => !isMeant({ urn, name: urn.slice(urn.lastIndexOf("::") + 2) }));
  const errors = [...rules.filter((rule) => hasExpired(rule, now)).map((rule) => expired(rule, options.ignore!)), ...nothingMeant(options.only, readings)];
  const outcome = errors.length > 0 ? "error" : worstOf(stacks.map((stack) => stack.outcome));
  // A rule may be about what was left out, or could not be looked at.
  const idle = options.only === undefined && outcome !== "error" ? background.rules.filter((rule) => !background.followed.has(rule)) : [];
  return {
    schemaVersion: 1,
    generatedAt: new Date(now).toISOString(),
    outcome,
    stacks,
    scopes: scopeReports(views, scopeNameOf),
    ...(errors.length > 0 && { errors }),
    ...(idle.length > 0 && { notes: idle.map((rule) => `No finding is about ${ruleName(rule)} of ${options.ignore} (${rule.reason}, until ${rule.expires}).`) }),
    ...(rest && { gone: rest.gone, ...(rest.unseen.length > 0 && { unseen: rest.unseen }) }),
  };
}

interface Reading {
  readonly stack: string;
  readonly source: string;
  readonly file?: string;
  readonly error?: Trouble;
  /** The stack as its state says it; `undefined`: it does not. */
  readonly own?: string | undefined;
  /** The stack that was asked for, in full; `undefined`: it was not. */
  readonly meant: string | undefined;
  readonly intents: readonly StoredIntent[];
  /** How many intents the state has, also those that were not meant. */
  readonly all: number;
}

async function readingOf(source: StateSource, isMeant: (intent: StoredIntent) => boolean, environment: Environment): Promise<Reading> {
  const file = fileOf(source);
  const meant = stackIn(source);
  const about = { stack: meant ?? presumedStack(source), meant, source: sourceName(source), ...(file === undefined ? {} : { file }) };
  try {
    const { stack: own, intents } = await readSource(source, environment);
    return { ...about, stack: own ?? about.stack, own, intents: intents.filter(isMeant), all: intents.length };
  } catch (error) {
    return { ...about, error: troubleOf(error), intents: [], all: 0 };
  }
}

/** A stack counts once, whatever it was read from. */
function eachOnce(readings: readonly Reading[]): readonly Reading[] {
  const repetitions = repetitionsIn(readings.map(({ source, own }) => ({ source, stack: own })));
  return readings.map((reading, index) => {
    const repetition = repetitions[index];
    return repetition ? { ...reading, error: troubleOf(repetition), intents: [], all: 0 } : reading;
  });
}

/** A state without resources does not say whose it is. What came from the same place before does, where that was one stack and is. */
const named = (readings: readonly Reading[], earlier: Earlier | undefined): readonly Reading[] =>
  readings.map((reading) => {
    const isOnly = readings.filter(({ source }) => source === reading.source).length === 1;
    const known = reading.own ?? reading.meant ?? (isOnly ? earlier?.stackFrom(reading.source) : undefined);
    return known === undefined ? reading : { ...reading, stack: known };
  });

/** A misspelt pattern must not make a report green. */
function nothingMeant(only: string | undefined, readings: readonly Reading[]): readonly Trouble[] {
  const all = readings.reduce((sum, reading) => sum + reading.all, 0);
  if (only === undefined || all === 0 || readings.some(({ intents }) => intents.length > 0)) return [];
  const failed = `look at the intents that match ${only}`;
  return [troubleOf(new NothingMeant({ failed, why: `none of the ${all} that there are does`, remedy: "Give the name of a resource or a URN, in which * stands for any characters." }))];
}

function meant(only: string | undefined): (intent: Pick<StoredIntent, "urn" | "name">) => boolean {
  if (only === undefined) return () => true;
  const matches = matcher(only);
  return ({ urn, name }) => matches(name) || matches(urn);
}

/** What loads the schemas is needed by few runs, and by no program that only imports this package. */
function rulesIn(path: string): readonly IgnoreRule[] {
  const { readRules } = require("./ignore-rules") as typeof import("./ignore-rules");
  return readRules(textOf(path, (why) => new IgnoreRefused({ failed: `read the rules of ${path}`, why, remedy: "Give a file that is there and may be read." })), path);
}

function earlierFrom(given: string | DriftReport): Earlier {
  const { readEarlier } = require("./earlier-report") as typeof import("./earlier-report");
  if (typeof given !== "string") return readEarlier(given, "that was given");
  const refuse = (why: string) => new ReportUnreadable({ failed: `read the earlier report ${given}`, why, remedy: "Give what `desktop-sessions drift --format json` wrote, or leave --since out." });
  const text = textOf(given, refuse);
  try {
    return readEarlier(JSON.parse(text), given);
  } catch (error) {
    throw error instanceof SyntaxError ? refuse("it is not JSON") : error;
  }
}

const textOf = (path: string, refuse: (why: string) => Error): string => readFile(path, refuse).toString("utf8");

const expired = (rule: IgnoreRule, path: string): Trouble =>
  troubleOf(
    new IgnoreExpired({
      failed: `follow ${ruleName(rule)} of ${path} (${rule.reason})`,
      why: `its last day was ${rule.expires}`,
      remedy: "What it hid counts again: settle it, or give the rule another day and say why.",
    }),
  );
