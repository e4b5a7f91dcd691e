/** A thousand intents on one pool of a thousand sessions, refreshed, beside a thousand resources that do nothing. */
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
  const noops = await engine.open("noops", async () => {
    for (let index = 0; index < count; index++) new Noop(`noop-${index}`, index);
    return {};
  });
  await intents.up({ suppressOutputs: true });
  await noops.up({ suppressOutputs: true });

  const times = { intents: [] as number[], noops: [] as number[] };
  let calls = 0;
  for (let round = 0; round < rounds; round++) {
    const before = armCalls(emulator);
    times.intents.push(await timed(intents));
    calls = Math.max(calls, armCalls(emulator) - before);
    times.noops.push(await timed(noops));
  }
  const pages = pagesOfOneList(emulator);
  return [
    { what: `${count} intents refreshed, ${name}`, measured: median(times.intents), unit: "ms", reference: { what: `${count} no-ops`, measured: median(times.noops) }, bound: { kind: "at most", value: 1.2 } },
    { what: `ARM calls of that refresh, ${name}`, measured: calls, unit: "calls", reference: { what: "pages of one list", measured: pages }, bound: { kind: "at most", value: 2 } },
  ];
}

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
  constructor(name: string, index: number) {
    super(noop, name, { index });
  }
}

const noop: pulumi.dynamic.ResourceProvider = {
  check: async (_olds, inputs: object) => ({ inputs }),
  diff: async () => ({ changes: false }),
  create: async (outs: object) => ({ id: "noop", outs }),
  read: async (id, props: object) => ({ id, props }),
};
