import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { manualClock, startEmulator, type Emulator, type FaultRule } from "../../emulator";
import { temporaryFolder } from "../temporary-folder";
import { programOn, type Declared } from "./model/declared";
import { ModelEngine } from "./model/engine";
import { happening, type Happening } from "./model/happening";
import type { ModelEstate, Resident } from "./model/model-estate";
import { Oracle } from "./model/oracle";
import { movedBySleep } from "./time-of-sleep";

const start = Date.parse("2026-11-20T20:00:00Z");
const seed = process.env["MODEL_SEED"] === undefined ? {} : { seed: Number(process.env["MODEL_SEED"]) };

type Step =
  | { readonly kind: "up"; readonly program: number; readonly faults: readonly FaultRule[]; readonly meanwhile: readonly Meanwhile[] }
  | { readonly kind: "refresh" }
  | { readonly kind: "next"; readonly program: number }
  | { readonly kind: "world"; readonly happenings: readonly Happening[] }
  | { readonly kind: "pass"; readonly minutes: number };

/** Something happens while a run waits for an answer, or (later) sits out a period of grace. */
type Meanwhile = { readonly before: string; readonly nth: number; readonly happening: Happening } | { readonly afterMinutes: number; readonly happening: Happening };

/** Each call of the model's engine is an operation of its own, in which no intent hears of another: of two that hold one host, the first to be deleted would return it. Those are in hosts.test.ts, on a stack. */
const oneIntentPerHost = (programs: readonly (readonly Declared[])[]): boolean => new Set(programs.flat().flatMap(({ intent }) => (intent.startsWith("Host") ? intent : []))).size <= 1;
interface Story {
  readonly programs: readonly (readonly Declared[])[];
  readonly steps: readonly Step[];
}

function storyOn(estate: ModelEstate): fc.Arbitrary<Story> {
  const { fault, looks } = estate;
  const meanwhile: fc.Arbitrary<Meanwhile> = fc.oneof(
    fc.record({ before: fc.constantFrom(...looks), nth: fc.integer({ min: 1, max: 4 }), happening }),
    fc.record({ afterMinutes: fc.constantFrom(1, 4, 8, 16), happening }),
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("up" as const), program: fc.nat(2), faults: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(fault, { minLength: 1, maxLength: 2 })), meanwhile: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(meanwhile, { minLength: 1, maxLength: 2 })) }) },
    { weight: 1, arbitrary: fc.constant({ kind: "refresh" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("next" as const), program: fc.nat(2) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("world" as const), happenings: fc.array(happening, { minLength: 1, maxLength: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.constantFrom(1, 4, 6, 11, 16, 40, 23 * 60 + 50, 24 * 60) }) },
  );
  const programs = fc.array(programOn(estate), { minLength: 1, maxLength: 2 }).filter(oneIntentPerHost);
  return fc.record({ programs, steps: fc.array(step, { minLength: 3, maxLength: 14 }) });
}

/**
 * Whatever happens on one kind of system, as an oracle sees it that has its own idea of what intents promise.
 *
 * @param stories how many; more, to look for what is rare: `MODEL_RUNS=20000 npx vitest run test/intents/model.test.ts`
 */
export function describeModel(estate: ModelEstate, stories: number): void {
  describe(`whatever people, machines and programs do: '${estate.system}'`, () => {
    let emulator: Emulator;
    const before = { ...process.env };
    beforeAll(async () => {
      emulator = await startEmulator({ clock: manualClock(start), seed: estate.seed });
      emulator.trust();
      Object.assign(process.env, emulator.env(), { PULUMI_HOME: temporaryFolder() });
      vi.spyOn(console, "log").mockReturnValue(); // thousands of runs say what they do
    });
    afterAll(async () => {
      vi.restoreAllMocks();
      process.env = before;
      await emulator.close();
    });

    const writes = (): number => emulator.requests().filter((request) => estate.in(emulator).isWrite(request)).length;

    let stop = (): void => undefined;

    /** Lives a story, and gives what was wrong in it. */
    async function live({ programs, steps }: Story): Promise<readonly string[]> {
      const { clock, faults, world } = emulator;
      stop(); // a story before this may have broken off
      faults.clear();
      clock.freeze(start);
      emulator.reset();
      const on = estate.in(emulator);
      const oracle = new Oracle(emulator, estate, on);
      stop = world.observe(oracle.hears);
      const engine = new ModelEngine(movedBySleep(emulator), oracle);
      const goesOn = (one: Happening, to?: Pick<Resident, "host" | "id">): void => oracle.outside(() => on.happen(one, to));
      /** Whose session a call waits for: what happens to others in that moment may meet acts that are on their way, which nothing can help. */
      const sessionOf = (fault: string): Pick<Resident, "host" | "id"> | undefined => {
        const request = emulator.requests().find((one) => one.fault === fault);
        return request && on.targetOf(request);
      };

      const up = async ({ program: index, faults: rules, meanwhile: events }: Extract<Step, { kind: "up" }>): Promise<void> => {
        const meant = programs[index % programs.length]!;
        const calledOff: (() => void)[] = [];
        const moments: Promise<void>[] = [];
        for (const event of events) {
          if ("afterMinutes" in event) calledOff.push(clock.after(event.afterMinutes * 60_000 + 7, () => goesOn(event.happening)));
          else {
            const held = faults.add({ operation: event.before, nth: event.nth, delay: 1_000 });
            const unmet = (): undefined => undefined; // the story had no such call
            const moment = (): void => {
              clock.advance(1);
              try {
                goesOn(event.happening, sessionOf(held));
              } finally {
                clock.advance(1_000); // or the call would wait for ever
              }
            };
            moments.push(faults.whenMet(held).then(moment, unmet));
          }
        }
        for (const rule of rules) faults.add(rule);
        oracle.disturbed = events.length > 0 || rules.length > 0;
        oracle.muffled = events.some(({ happening: { what } }) => what === "shutDown") || rules.some(({ operation }) => operation?.endsWith("SendMessage"));
        const began = clock.now();
        const succeeded = await engine.up(meant);
        faults.clear();
        await Promise.all(moments);
        oracle.disturbed = false;
        oracle.muffled = false;
        for (const callOff of calledOff) callOff();
        // Where it has sat out some time, there may be something new to do.
        if (!succeeded || events.length > 0 || rules.length > 0 || clock.now() > began + 5_000) return;
        const written = writes();
        await engine.up(meant);
        if (writes() > written) oracle.wrong.push(`a second up with nothing changed wrote: ${emulator.requests().slice(-3).map(({ operation }) => operation).join()}`);
      };

      /** Runs when the run before has said that there is something to do again: it does something. */
      const next = async (index: number): Promise<void> => {
        const meant = programs[index % programs.length]!;
        if (!(await engine.up(meant))) return;
        const dueOf = ({ intent }: Declared): number => Date.parse(engine.outputsOf(intent)["nextAt"] ?? "9999-01-01");
        const { intent, due } = meant.map((one) => ({ intent: one.intent, due: dueOf(one) })).reduce((one, other) => (one.due <= other.due ? one : other));
        if (due >= Date.parse("9999-01-01") || oracle.wrong.length > 0) return;
        const before = JSON.stringify(engine.outputsOf(intent));
        clock.advance(Math.max(0, due - clock.now()));
        if ((await engine.up(meant)) && JSON.stringify(engine.outputsOf(intent)) === before) oracle.wrong.push(`${intent} had nothing to do at its nextAt, ${new Date(due).toISOString()}`);
      };

      for (const one of steps) {
        clock.advance(1);
        const written = writes();
        if (one.kind === "up") await up(one);
        if (one.kind === "next") await next(one.program);
        if (one.kind === "pass") clock.advance(one.minutes * 60_000);
        if (one.kind === "world") for (const each of one.happenings) { clock.advance(1); goesOn(each); }
        if (one.kind === "refresh") await engine.refresh();
        if (one.kind === "refresh" && writes() > written) oracle.wrong.push("a refresh wrote");
        if (oracle.wrong.length > 0) break;
      }
      if (oracle.wrong.length === 0) {
        clock.advance(1);
        if (!(await engine.destroy())) oracle.wrong.push("it could not be destroyed");
        oracle.expectRestored();
      }
      return oracle.wrong;
    }

    test("the right ones, exactly once, and not before their time", { timeout: 86_400_000 }, async () => {
      const holds = async (given: Story): Promise<void> => {
        const wrong = await live(given).finally(() => stop());
        expect(wrong).toEqual([]);
      };
      await fc.assert(fc.asyncProperty(storyOn(estate), holds), { numRuns: Number(process.env["MODEL_RUNS"] ?? stories), ...seed });
    });
  });
}
