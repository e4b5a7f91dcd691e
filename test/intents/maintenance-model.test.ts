import { createTestStack } from "pulumi-desktop-sessions/testing";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startEmulator, type Emulator, type FaultRule, type Seed } from "../../emulator";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { does, doing, ofPeople, type Doing } from "./maintenance-model/doings";
import { MaintenanceOracle } from "./maintenance-model/maintenance-oracle";
import { admin, custom, declare, hosts, people, programs, spare, type Custom, type Maintained } from "./maintenance-model/maintained";

/** How many stories; more, to look for what is rare: `MODEL_RUNS=2000 npx vitest run test/intents/maintenance-model.test.ts`. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 14);
const seed = process.env["MODEL_SEED"] === undefined ? {} : { seed: Number(process.env["MODEL_SEED"]) };

const seeded: Seed = {
  subscriptions: {
    [pool.subscriptionId]: {
      resourceGroups: {
        [pool.resourceGroupName]: {
          hostPools: {
            [pool.hostPoolName]: {
              sessionHosts: {
                ...Object.fromEntries(hosts.map((host, index) => [host, { userSessions: { 2: people[index]!, 3: { userPrincipalName: people[(index + 1) % people.length]!, sessionState: "Disconnected" as const } } }])),
                [spare]: { userSessions: { 2: admin } },
              },
            },
          },
        },
      },
    },
  },
};

type Step =
  | { readonly kind: "up"; readonly program: number; readonly faults: readonly FaultRule[]; readonly meanwhile: readonly Meanwhile[] }
  | { readonly kind: "refresh" }
  | { readonly kind: "preview"; readonly program: number }
  | { readonly kind: "world"; readonly doings: readonly Doing[] }
  | { readonly kind: "pass"; readonly minutes: number };

/** People do something when a run has just written for the nth time. */
interface Meanwhile {
  readonly after: number;
  readonly doing: Doing;
}

const nth = fc.integer({ min: 1, max: 3 });
const fault: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record({ operation: fc.constantFrom("SessionHosts_Update", "UserSessions_Delete", "UserSessions_SendMessage"), nth, status: fc.constantFrom(403, 409) }),
  fc.record({ operation: fc.constantFrom("SessionHosts_Update", "UserSessions_Delete"), nth }).map((rule) => ({ ...rule, status: 503, effect: true, times: 1, headers: { "retry-after-ms": "1" } })),
  fc.record({ operation: fc.constantFrom("UserSessions_ListByHostPool", "SessionHosts_List"), nth: fc.integer({ min: 1, max: 6 }), status: fc.constant(403) }),
  fc.record({ operation: fc.constant("UserSessions_SendMessage"), sessionHost: fc.constant(spare), nth, status: fc.constant(403) }), // the work fails
);
const oftenNone = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> => fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(value, { minLength: 1, maxLength: 2 }) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("up" as const), program: fc.nat(2), faults: oftenNone(fault), meanwhile: oftenNone(fc.record({ after: fc.integer({ min: 1, max: 6 }), doing: ofPeople })) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "refresh" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("preview" as const), program: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("world" as const), doings: fc.array(doing, { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.constantFrom(4, 16, 16, 16, 24 * 60) }) },
);
const story = fc.record({ custom, programs, steps: fc.array(step, { minLength: 2, maxLength: 10 }) });

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ seed: seeded });
  emulator.trust();
  Object.assign(process.env, emulator.env(), { PULUMI_HOME: temporaryFolder() });
});
// Its time goes on as the machine's does, which retries and timeouts go by; stories set it on.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true, now: Date.now() }));
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  process.env = before;
  await emulator.close();
});

const writes = (): readonly string[] => emulator.requests().flatMap(({ method, operation, url }) => (method !== "GET" && url.includes("/hostPools/") ? `${operation} ${url.replace(/^.*hostPools/, "")}` : []));
const failureOf = (operation: Promise<unknown>): Promise<string> => operation.then(() => "", (error: unknown) => (error as Error).message);

let stop = (): void => undefined;

/** Lives a story, and gives what was wrong in it. */
async function live({ custom: common, programs: said, steps }: { custom: Custom; programs: readonly Maintained[]; steps: readonly Step[] }): Promise<readonly string[]> {
  const { faults, world } = emulator;
  stop(); // a story before this may have broken off
  faults.clear();
  emulator.reset();
  for (const name of common.drained) world.drain(world.sessionHost(name));
  const oracle = new MaintenanceOracle(emulator, common);
  let written = (): void => undefined;
  const hushed = world.observe(oracle.hears);
  const counting = world.observe(() => { written(); });
  stop = () => { hushed(); counting(); };
  let meant = said[0]!;
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: async () => { declare(common, meant); return Promise.resolve({}); } });

  const up = async ({ program, faults: rules, meanwhile }: Extract<Step, { kind: "up" }>): Promise<void> => {
    meant = said[program % said.length]!;
    for (const rule of rules) faults.add(rule);
    let count = 0;
    let isUnder = true;
    written = () => {
      count++;
      for (const one of meanwhile) if (one.after === count) setImmediate(() => { if (isUnder) oracle.outside(() => { does(emulator, one.doing); }); });
    };
    oracle.begins("up", meant);
    const failure = await failureOf(stack.up());
    isUnder = false;
    written = () => undefined;
    faults.clear();
    oracle.ends(failure, rules.length + meanwhile.length === 0);
    const isReasoned = /is not empty yet|minimumAvailable is|there is no session host|there are no/.test(failure);
    if (failure !== "" && !isReasoned && rules.length + meanwhile.length === 0) oracle.wrong.push(`it failed without a reason: ${failure}`);
    if (failure !== "" || rules.length + meanwhile.length > 0) return;
    const upToNow = writes().length;
    oracle.begins("up", meant);
    const again = await failureOf(stack.up());
    if (again !== "" || writes().length > upToNow) oracle.wrong.push(`a second up with nothing changed wrote ${writes().slice(upToNow).join()}${again}`);
  };

  for (const one of steps) {
    const upToNow = writes().length;
    vi.setSystemTime(Date.now() + 1_000); // two changes of a host never have one time
    if (one.kind === "up") await up(one);
    if (one.kind === "pass") vi.setSystemTime(Date.now() + one.minutes * 60_000);
    if (one.kind === "world") for (const each of one.doings) oracle.outside(() => { does(emulator, each); });
    if (one.kind === "preview") meant = said[one.program % said.length]!;
    if (one.kind === "refresh" || one.kind === "preview") {
      oracle.begins("look", meant);
      const failure = await failureOf(one.kind === "refresh" ? stack.refresh() : stack.preview());
      if (failure !== "" || writes().length > upToNow) oracle.wrong.push(`a ${one.kind} wrote, or failed: ${failure}`);
    }
    if (oracle.wrong.length > 0) return oracle.wrong;
  }
  oracle.begins("destroy", meant);
  const failure = await failureOf(stack.destroy());
  if (failure !== "") oracle.wrong.push(`it could not be destroyed: ${failure}`);
  oracle.expectRestored();
  return oracle.wrong;
}

test("whatever people, operators and programs do: hosts are emptied and worked on once, and come back", { timeout: 86_400_000 }, async () => {
  const holds = async (given: Parameters<typeof live>[0]): Promise<void> => {
    const wrong = await live(given).finally(() => { stop(); });
    expect(wrong).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(story, holds), { numRuns, ...seed });
});
