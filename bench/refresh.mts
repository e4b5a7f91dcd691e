/**
 * A thousand intents on one pool of a thousand sessions, refreshed, beside a thousand resources that do nothing: once with
 * the same properties, which is what the intents themselves cost, and once with a single number, which is what their
 * properties cost the engine.
 */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { startEmulator, type Emulator, type Seed } from "pulumi-desktop-sessions/emulator";
import { engines, type BenchStack, type Engine } from "./engines.mts";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const count = 1_000;
const rounds = 5;
const user = (index: number): string => `user${index}@contoso.com`;

export async function measure(): Promise<readonly Figure[]> {
  const emulator = await startEmulator({ seed: thousandSessions() });
  emulator.trust();
  Object.assign(process.env, emulator.env());
  const figures: Figure[] = [];
  for (const engine of await engines({ ...emulator.env() })) {
    figures.push(...(await onEngine(engine, emulator)));
    await engine.close();
  }
  await emulator.close();
  return figures;
}

async function onEngine(engine: Engine, emulator: Emulator): Promise<readonly Figure[]> {
  const { name } = engine;
  const intents = await engine.open("intents", async () => {
    for (let index = 0; index < count; index++) {
      new SessionDisconnected(`off-${index}`, { scope: pool, sessions: { user: user(index) } });
    }
    return {};
  });
  const alike = await engine.open("alike", async () => {
    for (let index = 0; index < count; index++) new Alike(`noop-${index}`, { scope: pool, sessions: { user: user(index) } });
    return {};
  });
  const small = await engine.open("small", async () => {
    for (let index = 0; index < count; index++) new Noop(`noop-${index}`, { index });
    return {};
  });
  for (const stack of [intents, alike, small]) await stack.up({ suppressOutputs: true });

  const times = { intents: [] as number[], alike: [] as number[], small: [] as number[] };
  let calls = 0;
  for (let round = 0; round < rounds; round++) {
    const before = armCalls(emulator);
    times.intents.push(await timed(intents));
    calls = Math.max(calls, armCalls(emulator) - before);
    times.alike.push(await timed(alike));
    times.small.push(await timed(small));
  }
  const refreshed = { what: `${count} intents refreshed, ${name}`, measured: median(times.intents), unit: "ms" };
  return [
    { ...refreshed, reference: { what: "no-ops with the same properties", measured: median(times.alike) }, ...(engine.isReal && { bound: atMost(1.2) }) },
    { ...refreshed, reference: { what: "no-ops with one number", measured: median(times.small) } },
    { what: `ARM calls of that refresh, ${name}`, measured: calls, unit: "calls", reference: { what: "pages of one list", measured: pagesOfOneList(emulator) }, bound: atMost(2) },
  ];
}

const atMost = (value: number) => ({ kind: "at most" as const, value });

async function timed(stack: BenchStack): Promise<number> {
  const start = performance.now();
  await stack.refresh({ suppressOutputs: true });
  return performance.now() - start;
}

const armCalls = (emulator: Emulator): number => emulator.requests().filter(({ url }) => url.startsWith("/subscriptions/")).length;

/** How many pages the last whole list took: one first page, and those that followed it. */
function pagesOfOneList(emulator: Emulator): number {
  const lists = emulator.requests().filter(({ url }) => url.includes("/userSessions?"));
  const firsts = lists.filter(({ url }) => !/skip/i.test(url)).length;
  return lists.length / firsts;
}

function thousandSessions(): Seed {
  const sessionHosts = Object.fromEntries(
    Array.from({ length: 10 }, (_, host) => [
      `sh-${host}.contoso.com`,
      {
        userSessions: Object.fromEntries(
          Array.from({ length: count / 10 }, (_, id) => [id + 2, { userPrincipalName: user(host * 100 + id), sessionState: "Disconnected" as const }]),
        ),
      },
    ]),
  );
  return {
    tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
    subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } },
  };
}

/** The reference: a dynamic resource that reads, and does nothing. */
class Noop extends pulumi.dynamic.Resource {
  constructor(name: string, properties: pulumi.Inputs) {
    super(noop, name, properties);
  }
}

/** The same with the properties of an intent: its arguments go in, and what lies in the state of a settled one comes out. */
class Alike extends pulumi.dynamic.Resource {
  constructor(name: string, properties: pulumi.Inputs) {
    super(alike, name, properties);
  }
}

/**
 * As an intent's, one function that fetches the methods: the source of a provider is stored with each resource, and a longer
 * one would make the reference dearer.
 */
const providerOf = (state: object): pulumi.dynamic.ResourceProvider =>
  // eslint-disable-next-line -- untyped: this source runs where nothing can be imported
  ({ state, module, configure(this: any) { Object.assign(this, require(this.module).methods(this.state)); } }) as unknown as pulumi.dynamic.ResourceProvider;
const module = join(import.meta.dirname, "noop.mts");
const noop = providerOf({});
const alike = providerOf({ matched: 1, violations: [], settled: true, settledAt: "2026-11-21T00:00:00.000Z" });
