import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential } from "@azure/identity";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { ask, CLIENT, SECRET, SUBSCRIPTION, TENANT } from "./wire";
import { type ModelAnswer, WorldModel } from "./world-model";

const GROUP = "rg-avd";
const POOL = "pool-1";
const START = Date.parse("2026-03-11T05:56:45.120Z");
const clock = manualClock(START);
let emulator: Emulator;
let client: DesktopVirtualizationAPIClient;

/** Two hosts that run, and one that has stopped with a session left on it. */
beforeAll(async () => {
  emulator = await startEmulator({
    clock,
    seed: {
      tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET } } } },
      subscriptions: {
        [SUBSCRIPTION]: {
          resourceGroups: { [GROUP]: { hostPools: { [POOL]: { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com" } }, "SH-1": null, "sh-2": { status: "Shutdown", userSessions: { 4: { userPrincipalName: "ghost@contoso.com", sessionState: "Disconnected" } } } } } } } },
        },
      },
    },
  });
  emulator.trust();
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true });
  client = new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: emulator.url, retryOptions: { maxRetries: 0 } });
});
afterAll(() => emulator.close());

const model = () =>
  new WorldModel(START, { subscriptionId: SUBSCRIPTION, group: GROUP, name: POOL }, CLIENT, [
    { name: "sh-0.contoso.com", stopped: false, takesNewcomers: true, friendlyName: null, sessions: new Map([[2, { user: "alice@contoso.com", state: "Active", kind: "Desktop", created: START }]]) },
    { name: "SH-1", stopped: false, takesNewcomers: true, friendlyName: null, sessions: new Map() },
    { name: "sh-2", stopped: true, takesNewcomers: true, friendlyName: null, sessions: new Map([[4, { user: "ghost@contoso.com", state: "Disconnected", kind: "Desktop", created: START }]]) },
  ]);

/** One step of a sequence: what the model says, and what the emulator says to Azure's SDK. */
interface Step {
  readonly what: string;
  run(model: WorldModel, ids: ObjectIds): Promise<void>;
  /** For fast-check, when it tells which sequence failed. */
  toString(): string;
}
const step = (what: string, run: Step["run"]): Step => ({ what, run, toString: () => what });

/** What the SDK was answered: an error as it throws it, or the text of the body. */
async function answerOf(act: (onResponse: (raw: { status: number; bodyAsText?: string | null | undefined }) => void) => Promise<unknown>): Promise<ModelAnswer> {
  let answer: ModelAnswer = { status: NaN };
  try {
    await act(({ status, bodyAsText }) => (answer = { status, body: bodyAsText ? JSON.parse(bodyAsText) : "" }));
    return answer;
  } catch (error) {
    const { statusCode, code, message } = error as { statusCode?: number; code?: string; message: string };
    if (statusCode === undefined) throw error;
    return { status: statusCode, error: { code: code!, text: message.replace(/^ActivityId: [0-9a-f-]{36} Error: /, "") } };
  }
}

function same(real: ModelAnswer, expected: ModelAnswer): void {
  if (expected.error) expect(real).toMatchObject({ status: expected.status, error: { code: expected.error.code, text: typeof expected.error.text === "string" ? expected.error.text : expect.stringMatching(expected.error.text) } });
  else expect(real).toMatchObject(expected);
}

/** Object ids are the service's to give: they must stay with their session, and never be another's. */
class ObjectIds {
  readonly #identities = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  /** @returns the sessions without their object ids */
  check(sessions: readonly any[]): unknown[] {
    return sessions.map(({ properties: { objectId, ...properties }, ...rest }) => {
      // A session that ended and another with its id differ in who or when, or nobody could tell.
      const identity = `${rest.name.toLowerCase()} ${properties.userPrincipalName} ${properties.createTime} ${properties.applicationType}`;
      expect(objectId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(this.#identities.get(objectId) ?? identity).toBe(identity);
      expect(this.#ids.get(identity) ?? objectId).toBe(objectId);
      this.#identities.set(objectId, identity);
      this.#ids.set(identity, objectId);
      return { ...rest, properties };
    });
  }
}

/** Mostly those where something is, spelled as they are. */
const running = fc.oneof({ weight: 6, arbitrary: fc.constantFrom("sh-0.contoso.com", "SH-1") }, { weight: 1, arbitrary: fc.constantFrom("SH-0.Contoso.com", "sh-1", "sh-9") });
const hosts = fc.oneof({ weight: 6, arbitrary: running }, { weight: 1, arbitrary: fc.constantFrom("sh-2", "SH-2") });
const ids = fc.oneof({ weight: 8, arbitrary: fc.constantFrom("2", "3", "4") }, { weight: 1, arbitrary: fc.constantFrom("0", "02", "99", "x", "-2", "2.0") });
const users = fc.constantFrom("alice@contoso.com", "Bob@contoso.com", "o'neil@fabrikam.org", "müller@contoso.com");
const texts = fc.oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constantFrom("", "\"", "\\", "\u2028", "😀", "ß"));
const pageSize = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });

async function collect(pages: AsyncIterable<unknown[]>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const page of pages) sizes.push(page.length);
  return sizes;
}

/** Every item of a list as it came over the wire, page after page, and how many each page had. */
async function listed(act: (onResponse: (raw: { status: number; bodyAsText?: string | null | undefined }) => void) => AsyncIterable<unknown[]>): Promise<{ answer: ModelAnswer; items: unknown[]; sizes: number[] }> {
  const items: unknown[] = [];
  let sizes: number[] = [];
  const answer = await answerOf(async (onResponse) => {
    sizes = await collect(act((raw) => {
      onResponse(raw);
      if (raw.status === 200) items.push(...JSON.parse(raw.bodyAsText!).value);
    }));
  });
  return { answer, items, sizes };
}

/** As many full pages as there can be, and one that is not full only at the end. */
const sizesOf = (total: number, size: number): number[] => (total === 0 ? [0] : Array.from({ length: Math.ceil(total / size) }, (_, page) => Math.min(size, total - page * size)));

const control = async (path: string, body?: object): Promise<any> => {
  const { status, json } = await ask(emulator, `/_emulator/${path}`, { method: "POST", body: JSON.stringify(body ?? {}) });
  return { status, json };
};

const byId = (items: any[]) => items.toSorted((a, b) => (a.id < b.id ? -1 : 1));

async function look(world: WorldModel, objectIds: ObjectIds): Promise<void> {
  const { answer, items } = await listed((onResponse) => client.userSessions.listByHostPool(GROUP, POOL, { onResponse }).byPage());
  expect(answer.status).toBe(200);
  expect(byId(objectIds.check(items))).toEqual(byId(world.listByPool({}).body as any[]));
}

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ host: hosts, id: ids }).map(({ host, id }) =>
    step(`get ${host} ${id}`, async (world, objectIds) => {
      const real = await answerOf((onResponse) => client.userSessions.get(GROUP, POOL, host, id, { onResponse }));
      if (real.status === 200) objectIds.check([real.body]);
      same(real, world.get(host, id));
    }),
  ),
  fc.record({ host: hosts, size: pageSize, descending: fc.boolean(), skip: fc.nat(3) }).map(({ host, size, descending, skip }) =>
    step(`list of ${host} by ${size}, from ${skip}, ${descending ? "down" : "up"}`, async (world, objectIds) => {
      const { answer, items, sizes } = await listed((onResponse) => client.userSessions.list(GROUP, POOL, host, { isDescending: descending, initialSkip: skip, onResponse, ...(size === undefined ? {} : { pageSize: size }) }).byPage());
      const expected = world.listByHost(host, descending, skip);
      if (expected.error) { same(answer, expected); return; }
      expect(objectIds.check(items)).toEqual(expected.body);
      expect(sizes).toEqual(sizesOf(items.length, size ?? 100));
    }),
  ),
  fc.record({ size: pageSize, user: fc.option(users, { nil: undefined }), state: fc.option(fc.constantFrom("Active", "disconnected", "Pending"), { nil: undefined }), skip: fc.nat(2) }).map(({ size, user, state, skip }) =>
    step(`list of the pool by ${size}, from ${skip}, of ${user} ${state}`, async (world, objectIds) => {
      const filter = [user === undefined ? [] : [`(UserPrincipalName eq '${user.toUpperCase().replaceAll("'", "''")}')`], state === undefined ? [] : [`sessionState eq '${state}'`]].flat().join(" and ");
      const list = (isDescending: boolean, initialSkip: number) =>
        listed((onResponse) => client.userSessions.listByHostPool(GROUP, POOL, { isDescending, initialSkip, onResponse, ...(size === undefined ? {} : { pageSize: size }), ...(filter === "" ? {} : { filter }) }).byPage());
      const whole = await list(false, 0);
      expect(whole.answer.status).toBe(200);
      expect(byId(objectIds.check(whole.items))).toEqual(byId(world.listByPool({ user, state }).body as any[]));
      expect(whole.sizes).toEqual(sizesOf(whole.items.length, size ?? 100));
      expect((await list(false, skip)).items).toEqual(whole.items.slice(skip));
      expect((await list(true, skip)).items).toEqual(whole.items.toReversed().slice(skip));
    }),
  ),
  fc.record({ host: hosts, id: ids }).map(({ host, id }) =>
    step(`disconnect ${host} ${id}`, async (world) => same(await answerOf((onResponse) => client.userSessions.disconnect(GROUP, POOL, host, id, { onResponse })), world.disconnect(host, id))),
  ),
  fc.record({ host: hosts, id: ids, title: texts, body: texts }).map(({ host, id, title, body }) =>
    step(`send ${JSON.stringify(title)} to ${host} ${id}`, async (world) =>
      same(await answerOf((onResponse) => client.userSessions.sendMessage(GROUP, POOL, host, id, { sendMessage: { messageTitle: title, messageBody: body }, onResponse })), world.sendMessage(host, id, title, body)),
    ),
  ),
  fc.record({ host: hosts, id: ids, force: fc.constantFrom(undefined, false, true) }).map(({ host, id, force }) =>
    step(`log off ${host} ${id} ${force ? "by force" : ""}`, async (world) =>
      same(await answerOf((onResponse) => client.userSessions.delete(GROUP, POOL, host, id, { onResponse, ...(force === undefined ? {} : { force }) })), world.logOff(host, id, force ?? false)),
    ),
  ),
  fc.record({ host: hosts }).map(({ host }) => step(`get host ${host}`, async (world) => same(await answerOf((onResponse) => client.sessionHosts.get(GROUP, POOL, host, { onResponse })), world.getHost(host)))),
  fc.record({ host: hosts, allowNewSession: fc.constantFrom(undefined, true, false), friendlyName: fc.option(texts, { nil: undefined }) }).map(({ host, allowNewSession, friendlyName }) =>
    step(`change host ${host}`, async (world) => {
      const changes = { ...(allowNewSession === undefined ? {} : { allowNewSession }), ...(friendlyName === undefined ? {} : { friendlyName }) };
      same(await answerOf((onResponse) => client.sessionHosts.update(GROUP, POOL, host, { sessionHost: changes, onResponse })), world.changeHost(host, changes));
    }),
  ),
  fc.record({ host: running, user: users, kind: fc.constantFrom("Desktop" as const, "RemoteApp" as const) }).map(({ host, user, kind }) =>
    step(`${user} signs in on ${host}`, async (world) => {
      const expected = world.signIn(host, user, kind);
      const { status, json } = await control("sessions", { sessionHost: host, userPrincipalName: user, applicationType: kind });
      expect({ status, id: json.userSessionId }).toEqual({ id: undefined, ...expected });
      // Two sessions of one user on one host are told apart by when they began.
      clock.advance(1);
      world.now += 1;
    }),
  ),
  fc.record({ host: running, id: fc.constantFrom("2", "3", "4") }).map(({ host, id }) =>
    step(`the user of ${host} ${id} is back`, async (world) => expect((await control(`sessions/${host}/${id}/reconnect`)).status).toBe(world.reconnect(host, id).status)),
  ),
  // So little that a token, which lives for an hour, lives through a sequence.
  fc.integer({ min: 1, max: 90_000 }).map((milliseconds) =>
    step(`${milliseconds} ms pass`, async (world) => {
      clock.advance(milliseconds);
      world.now += milliseconds;
    }),
  ),
);

describe("the official SDK", () => {
  test("is answered as the model of the world answers, whatever it asks in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 40, size: "max" }), async (sequence) => {
        clock.set(START);
        emulator.reset();
        const world = model();
        const objectIds = new ObjectIds();
        for (const { run } of sequence) {
          await run(world, objectIds);
          // Each change is looked at, however the next step would look away.
          await look(world, objectIds);
        }
        expect(emulator.world.messages).toEqual(world.messages.map((message) => expect.objectContaining({ hostPool: POOL, ...message })));
      }),
      { numRuns: 40 },
    );
  });
});
