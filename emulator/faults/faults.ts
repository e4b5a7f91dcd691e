import type { Clock } from "../clock";
import { FaultNotFound } from "./fault-not-found";
import type { Fault, FaultRule, ReadRule } from "./fault-rule";
import { type KnownOperation, operationsFor, type Subject } from "./known-operation";
import { type Place, requirePlace } from "./place";
import { randomNumbers } from "./random";
import { readRule } from "./read-rule";

/** A request that is understood, before anything is done. */
export interface AskedFor extends Readonly<Partial<Record<Subject, string | undefined>>> {
  readonly operation: string;
}

/** What is to happen to a request. */
export interface Met {
  readonly id: string;
  readonly rule: ReadRule;
  /** Milliseconds since 1970, by the clock of who answers. */
  now(): number;
  /** Resolves when the rule's delay is over, or the rule was removed. `false`: the emulator was reset, and the request belongs to nobody any more. */
  wait(): Promise<boolean>;
}

/** A rule that stands. */
interface Standing {
  readonly rule: ReadRule;
  readonly operations: ReadonlySet<string>;
  readonly random: () => number;
  seen: number;
  met: number;
  /** Ends the waiting of each request that it holds up. */
  readonly held: Set<(goOn: boolean) => void>;
  /** Those who want to know when it was met so often. */
  watchers: { times: number; tell: () => void; fail: (why: Error) => void }[];
}

/** What is to go wrong on the way to the world: rules, each of which some requests meet. */
export class Faults {
  readonly #clock: Clock;
  readonly #known: () => readonly KnownOperation[];
  readonly #places: () => Iterable<Place>;
  readonly #standing = new Map<string, Standing>();
  #added = 0;

  /**
   * @param known every operation of every plane
   * @param places everywhere that there is now
   */
  constructor(clock: Clock, known: () => readonly KnownOperation[], places: () => Iterable<Place>) {
    this.#clock = clock;
    this.#known = known;
    this.#places = places;
  }

  /** Whether there is any rule. */
  get any(): boolean {
    return this.#standing.size > 0;
  }

  /**
   * Adds a rule. A request that several are about meets the one that was added first, unless that one lets it pass.
   *
   * @returns its id
   * @throws FaultRefused when it does not say what happens, when its operation, subscription, host pool or session host is not
   * there, or when they do not go together
   */
  add(rule: FaultRule): string {
    const read = readRule(rule);
    const about = operationsFor(read, this.#known());
    requirePlace(read, this.#places, new Set(about.map(({ plane }) => plane)));
    const operations = new Set(about.map(({ name }) => name));
    const id = `fault-${++this.#added}`;
    this.#standing.set(id, { rule: read, operations, random: randomNumbers(read.seed ?? 0), seen: 0, met: 0, held: new Set(), watchers: [] });
    return id;
  }

  /** Takes a rule back; requests that it holds up go on at once. @throws FaultNotFound */
  remove(id: string): void {
    const standing = this.#find(id);
    this.#standing.delete(id);
    dismiss(id, standing, true);
  }

  /** Takes back every rule, or those of a subscription; requests that they hold up go on at once. */
  clear(subscriptionId?: string): void {
    this.#dismissAll(true, subscriptionId);
  }

  /** The rules, or those of a subscription, in the order in which they were added, and how often each was met. */
  list(subscriptionId?: string): Fault[] {
    return Array.from(this.#of(subscriptionId), ([id, { rule, seen, met }]) => ({ id, rule: structuredClone(rule), seen, met }));
  }

  /**
   * Resolves when a rule was met so often since it was added: at once, if it was already. A test that has a request wait
   * (`delay`) knows then that it does.
   *
   * @param times default: once
   * @throws FaultNotFound when there is no such rule, or it is taken back before
   */
  whenMet(id: string, times = 1): Promise<void> {
    return new Promise((tell, fail) => {
      const standing = this.#find(id);
      if (standing.met >= times) tell();
      else standing.watchers.push({ times, tell, fail });
    });
  }

  /** Takes back every rule, or those of a subscription, as if they had never stood: requests that wait are dropped. */
  reset(subscriptionId?: string): void {
    this.#dismissAll(false, subscriptionId);
  }

  /** For the planes: what is to happen to this request, if anything. */
  meet(asked: AskedFor): Met | undefined {
    let first: [id: string, standing: Standing] | undefined;
    // Every rule counts, also behind the one that is met: "the third disconnect" is the third.
    for (const [id, standing] of this.#standing) if (isAbout(standing, asked) && isDue(standing)) first ??= [id, standing];
    if (!first) return undefined;
    const [id, standing] = first;
    const { rule } = standing;
    standing.met++;
    standing.watchers = standing.watchers.filter(({ times, tell }) => {
      if (standing.met < times) return true;
      tell();
      return false;
    });
    return { id, rule, now: () => this.#clock.now() + (rule.clockSkew ?? 0) * 1000, wait: () => this.#hold(standing) };
  }

  #hold({ rule, held }: Standing): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (goOn: boolean): void => {
        callOff();
        held.delete(end);
        resolve(goOn);
      };
      const callOff = this.#clock.after(rule.delay ?? 0, () => end(true));
      held.add(end);
    });
  }

  #find(id: string): Standing {
    const standing = this.#standing.get(id);
    if (!standing) throw new FaultNotFound(id, this.#standing.keys());
    return standing;
  }

  #dismissAll(goOn: boolean, subscriptionId: string | undefined): void {
    const all = this.#of(subscriptionId);
    for (const [id] of all) this.#standing.delete(id);
    for (const [id, standing] of all) dismiss(id, standing, goOn);
  }

  #of(subscriptionId: string | undefined): [id: string, standing: Standing][] {
    const wanted = subscriptionId?.toLowerCase();
    return [...this.#standing].filter(([, { rule }]) => wanted === undefined || rule.subscriptionId?.toLowerCase() === wanted);
  }
}

function dismiss(id: string, { held, watchers }: Standing, goOn: boolean): void {
  for (const end of [...held]) end(goOn);
  for (const { fail } of watchers) fail(new FaultNotFound(id, []));
}

const subjects: readonly Subject[] = ["subscriptionId", "hostPool", "sessionHost", "session"];

function isAbout({ rule, operations }: Standing, asked: AskedFor): boolean {
  return operations.has(asked.operation) && subjects.every((each) => rule[each] === undefined || String(rule[each]).toLowerCase() === asked[each]?.toLowerCase());
}

/** Counts a request that the rule is about, and says whether it is one of those that meet it. */
function isDue(standing: Standing): boolean {
  const { nth, times = nth === undefined ? Infinity : 1, probability = 1 } = standing.rule;
  standing.seen++;
  // Drawn for each request, so that the fate of one does not hang on that of others.
  const drawn = standing.random() < probability;
  return drawn && standing.seen >= (nth ?? 1) && standing.met < times;
}
