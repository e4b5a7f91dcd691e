import { once } from "node:events";
import http from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator, type WorldEvent } from "../../emulator/index";
import { uncaught } from "./uncaught";
import { ask, CLIENT, HOST, SESSIONS, signedIn, SUBSCRIPTION } from "./wire";

const START = "2026-01-31T08:30:00.000Z";
const clock = manualClock(START);
const OTHER = SUBSCRIPTION.replace("1", "2");
const group = { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: { 3: "bob@contoso.com" } } } } } } };
const where = { subscriptionId: SUBSCRIPTION, resourceGroup: "rg-avd", hostPool: "pool-1", sessionHost: "sh-0.contoso.com" };
let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ clock })));
afterAll(() => emulator.close());
beforeEach(() => {
  clock.set(START);
  emulator.reset();
});

const host = () => emulator.world.sessionHost("sh-0.contoso.com");
const bob = () => emulator.world.session("sh-0.contoso.com", 3);

function observed(): { events: WorldEvent[]; stop: () => void } {
  const events: WorldEvent[] = [];
  return { events, stop: emulator.world.observe((event) => events.push(event)) };
}

/** What a client of server-sent events gets, by the rules of the specification; comments are kept apart. */
class Stream {
  readonly events: { id?: string; event?: string; data: any }[] = [];
  readonly comments: string[] = [];
  readonly response: http.IncomingMessage;
  #rest = "";
  #wake: () => void = () => undefined;

  constructor(response: http.IncomingMessage) {
    this.response = response.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    response.on("error", ({ message }) => this.comments.push(message));
  }

  static async open(of: Emulator, query = "", headers: Record<string, string> = {}): Promise<Stream> {
    const request = http.get(`${of.httpUrl}/_emulator/events${query}`, { headers, agent: false });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    return new Stream(response);
  }

  async next(count: number): Promise<typeof this.events> {
    while (this.events.length < count) await new Promise<void>((resolve) => void (this.#wake = resolve));
    return this.events;
  }

  close(): void {
    this.response.destroy();
  }

  /** Once the other side has hung up, which the response calls an error: it was not at its end. */
  closed(): Promise<void> {
    return new Promise((resolve) => this.response.once("close", resolve));
  }

  #read(text: string): void {
    const blocks = (this.#rest + text).split("\n\n");
    this.#rest = blocks.pop()!;
    for (const block of blocks) {
      if (block.startsWith(":")) {
        this.comments.push(block);
        continue;
      }
      const fields = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      this.events.push({ ...fields, data: JSON.parse(fields["data"]!) });
    }
    this.#wake();
  }
}

describe("an observer of the world", () => {
  test("is told what becomes of sessions, right when it has happened", () => {
    const { events, stop } = observed();
    const { objectId } = bob();
    emulator.world.disconnect(bob());
    emulator.world.disconnect(bob());
    emulator.world.reconnect(bob());
    emulator.world.message(bob(), "t", "b");
    emulator.world.logOff(bob());
    const erin = emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    stop();
    emulator.world.logOff(erin);
    const ofBob = { at: START, ...where, userSessionId: 3, userPrincipalName: "bob@contoso.com", objectId };
    expect(events).toEqual([
      { type: "session.disconnected", ...ofBob, from: "Active", to: "Disconnected" },
      { type: "session.reconnected", ...ofBob, from: "Disconnected", to: "Active" },
      { type: "message.sent", at: START, ...where, userSessionId: 3, userPrincipalName: "bob@contoso.com", title: "t", body: "b", shown: true },
      { type: "session.loggedOff", ...ofBob, from: "Active", to: null },
      { type: "session.signedIn", ...ofBob, objectId: erin.objectId, userPrincipalName: "erin@contoso.com", from: null, to: "Active" },
    ]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test("is told twice of what takes its time", () => {
    const { events, stop } = observed();
    emulator.world.setTransitions({ signIn: { after: 1000 }, disconnect: { after: 1000 }, logOff: { after: 1000 } });
    const erin = emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    clock.advance(1000);
    emulator.world.disconnect(erin);
    clock.advance(1000);
    emulator.world.logOff(erin);
    clock.advance(1000);
    stop();
    expect(events.map((event) => [event.type, "from" in event && [event.from, event.to], event.at.slice(17, 19)])).toEqual([
      ["session.signedIn", [null, "Pending"], "00"], ["session.activated", ["Pending", "Active"], "01"],
      ["session.disconnecting", ["Active", "Active"], "01"], ["session.disconnected", ["Active", "Disconnected"], "02"],
      ["session.loggingOff", ["Disconnected", "LogOff"], "02"], ["session.loggedOff", ["LogOff", null], "03"],
    ]);
  });

  test("is told what becomes of hosts, and by whom", async () => {
    const call = await signedIn(emulator);
    const { events, stop } = observed();
    const patch = (properties: object) => call(HOST, { method: "PATCH", body: JSON.stringify({ properties }) });
    await patch({ allowNewSession: false, friendlyName: "big", assignedUser: "bob@contoso.com" });
    await patch({ allowNewSession: false });
    emulator.world.undrain(host());
    emulator.world.shutDown(host());
    emulator.world.shutDown(host());
    stop();
    expect(events).toEqual([
      { type: "host.drained", at: START, ...where, by: CLIENT, from: true, to: false },
      { type: "host.renamed", at: START, ...where, by: CLIENT, from: null, to: "big" },
      { type: "host.assigned", at: START, ...where, by: CLIENT, from: null, to: "bob@contoso.com" },
      { type: "host.undrained", at: START, ...where, by: "emulator", from: false, to: true },
      { type: "host.statusChanged", at: START, ...where, from: "Available", to: "Shutdown" },
    ]);
  });

  test("is told that a host was removed, by whom, and of its sessions before", async () => {
    const call = await signedIn(emulator);
    for (const session of [...host().sessions.walk()].slice(1)) emulator.world.logOff(session);
    const { events, stop } = observed();
    await call(`${HOST}?force=true`, { method: "DELETE" });
    stop();
    expect(events).toMatchObject([{ type: "session.loggedOff" }, { type: "host.removed" }]);
    expect(events[1]).toEqual({ type: "host.removed", at: START, ...where, by: CLIENT });
  });

  test("is told what becomes of virtual desktops", () => {
    const { events, stop } = observed();
    const { rds } = emulator.world;
    const session = rds.session("hv-0.contoso.com", 3);
    const { desktop } = session;
    rds.disconnect(session);
    rds.reconnect(session);
    rds.message(session, "t", "b");
    rds.logOff(session);
    rds.signIn(desktop, { user: "CONTOSO\\erin" });
    rds.setState(desktop, "Paused");
    rds.setState(desktop, "Paused");
    stop();
    const of = { at: START, collectionId: "Pool1", vmHostName: "hv-0.contoso.com", vmName: "vdi-002", sessionId: 3 };
    expect(events).toEqual([
      { type: "desktop.disconnected", ...of, user: "CONTOSO\\bob", from: "Active", to: "Disconnected" },
      { type: "desktop.reconnected", ...of, user: "CONTOSO\\bob", from: "Disconnected", to: "Active" },
      { type: "desktop.messageSent", ...of, user: "CONTOSO\\bob", title: "t", body: "b", shown: true },
      { type: "desktop.loggedOff", ...of, user: "CONTOSO\\bob", from: "Active", to: null },
      { type: "desktop.signedIn", ...of, user: "CONTOSO\\erin", from: null, to: "Active" },
      { type: "desktop.stateChanged", at: START, collectionId: "Pool1", vmHostName: "hv-0.contoso.com", vmName: "vdi-002", from: "Running", to: "Paused" },
    ]);
  });

  test("is told of a reset once, and not of each session in it", () => {
    const { events, stop } = observed();
    emulator.reset();
    emulator.reset(SUBSCRIPTION.toUpperCase());
    emulator.restore(emulator.world.snapshot());
    stop();
    expect(events).toEqual([
      { at: START, type: "world.reset", subscriptionId: null },
      { at: START, type: "world.reset", subscriptionId: SUBSCRIPTION },
      { at: START, type: "world.restored", subscriptionId: null },
    ]);
  });

  test("is told of a subscription that comes and goes as such", () => {
    const { events, stop } = observed();
    const id = emulator.addSubscription();
    emulator.reset(id);
    emulator.removeSubscription(id);
    stop();
    expect(events.map(({ type, ...of }) => [type, of])).toEqual(["subscription.added", "world.restored", "subscription.removed"].map((type) => [type, { at: START, subscriptionId: id }]));
  });

  test("that throws is an uncaught exception, and neither the request nor other observers are the worse for it", async () => {
    const call = await signedIn(emulator);
    const defects = { world: new Error("an observer's defect"), requests: new Error("a listener's defect") };
    const endFirst = emulator.world.observe(() => {
      throw defects.world;
    });
    const { events, stop } = observed();
    let answer: ReturnType<typeof call>;
    expect(await uncaught(() => (answer = call(`${SESSIONS}/3/disconnect`, { method: "POST" })))).toBe(defects.world);
    endFirst();
    expect((await answer!).status).toBe(200);
    const endSecond = emulator.onRequest(() => {
      throw defects.requests;
    });
    expect(await uncaught(() => (answer = call(`${SESSIONS}/3/disconnect`, { method: "POST" })))).toBe(defects.requests);
    endSecond();
    stop();
    expect((await answer!).status).toBe(200);
    expect(events.map(({ type }) => type)).toEqual(["session.disconnected"]);
  });

  test("hears everything in the order in which it happened, even when another acts on what it hears", () => {
    const stopActing = emulator.world.observe((event) => {
      if (event.type === "session.disconnected") emulator.world.logOff(bob());
    });
    const { events, stop } = observed();
    emulator.world.disconnect(bob());
    stopActing();
    stop();
    expect(events.map(({ type }) => type)).toEqual(["session.disconnected", "session.loggedOff"]);
  });
});

describe("the stream of events", () => {
  test("tells what happens as server-sent events, with a number that grows", async () => {
    const stream = await Stream.open(emulator);
    const { events: told, stop } = observed();
    expect(stream.response.headers).toMatchObject({ "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    emulator.world.disconnect(bob());
    emulator.world.drain(host());
    const events = await stream.next(2);
    stream.close();
    stop();
    expect(events.map(({ event, data }) => ({ event, data }))).toEqual(told.map((event) => ({ event: event.type, data: event })));
    expect(Number(events[1]!.id)).toBe(Number(events[0]!.id) + 1);
    expect(stream.comments).toHaveLength(1);
  });

  test("gives who comes back what he has missed, and nothing twice", async () => {
    const first = await Stream.open(emulator);
    emulator.world.disconnect(bob());
    const [{ id }] = (await first.next(1)) as unknown as [{ id: string }];
    first.close();
    emulator.world.reconnect(bob());
    emulator.world.logOff(bob());
    const second = await Stream.open(emulator, "", { "last-event-id": id });
    emulator.world.drain(host());
    const events = await second.next(3);
    second.close();
    expect(events.map(({ event }) => event)).toEqual(["session.reconnected", "session.loggedOff", "host.drained"]);
    expect(events.map((event) => Number(event.id) - Number(id))).toEqual([1, 2, 3]);
  });

  test("says when it has forgotten some of what was missed, or does not know where the client was", async () => {
    const first = await Stream.open(emulator);
    emulator.world.disconnect(bob());
    const [{ id }] = (await first.next(1)) as unknown as [{ id: string }];
    first.close();
    for (let n = 0; n < 3000; n++) emulator.world.message(bob(), String(n), "");
    const second = await Stream.open(emulator, "", { "last-event-id": id });
    const events = await second.next(1001);
    second.close();
    expect(events[0]).toEqual({ event: "lost", data: { after: id } });
    expect(events.slice(1).map(({ data }) => data.title)).toEqual(Array.from({ length: 1000 }, (_, n) => String(n + 2000)));
    for (const unknown of ["999999", "x"]) {
      const third = await Stream.open(emulator, "", { "last-event-id": unknown });
      expect((await third.next(1))[0]).toEqual({ event: "lost", data: { after: unknown } });
      third.close();
    }
  });

  test("can be about one subscription alone", async () => {
    const both = await startEmulator({ clock, seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: group }, [OTHER]: { resourceGroups: group } }, rds: { collections: { P: { desktops: { v: { host: "h" } } } } } } });
    try {
      const stream = await Stream.open(both, `?subscription=${OTHER}`);
      for (const subscription of [SUBSCRIPTION, OTHER]) both.world.logOff(both.world.session("sh-0.contoso.com", 3, undefined, subscription));
      both.world.rds.setState(both.world.rds.desktop("v"), "Off");
      both.reset(SUBSCRIPTION);
      both.reset(OTHER);
      both.reset();
      const events = await stream.next(3);
      stream.close();
      expect(events.map(({ data }) => [data.type, data.subscriptionId])).toEqual([["session.loggedOff", OTHER], ["world.reset", OTHER], ["world.reset", null]]);
      expect((await ask(both, `/_emulator/events?subscription=${OTHER.replace("2", "3")}`)).status).toBe(404);
    } finally {
      await both.close();
    }
  });

  test("ends with the emulator, which does not wait for it", async () => {
    const other = await startEmulator();
    const stream = await Stream.open(other);
    await Promise.all([stream.closed(), other.close()]);
  });

  test("hangs up on a client that does not read, so that what waits for it does not grow", async () => {
    const stream = await Stream.open(emulator);
    stream.response.pause();
    const connection = stream.response.socket;
    const hungUp = new Promise((resolve) => connection.once("close", resolve));
    const body = "x".repeat(1_000_000);
    for (let n = 0; n < 40; n++) emulator.world.message(bob(), "", body);
    connection.on("data", () => undefined).resume();
    await hungUp;
  });

  test("gives a client that has missed long events some each time that it comes back, until it has all", async () => {
    const first = await Stream.open(emulator);
    emulator.world.disconnect(bob());
    let [{ id: last }] = (await first.next(1)) as unknown as [{ id: string }];
    first.close();
    for (const title of ["a", "b", "c"]) emulator.world.message(bob(), title, "x".repeat(4_500_000));
    const titles: string[] = [];
    while (titles.length < 3) {
      const stream = await Stream.open(emulator, "", { "last-event-id": last });
      const events = await stream.next(1);
      last = events.at(-1)!.id!;
      titles.push(...events.map(({ data }) => data.title));
      stream.close();
    }
    expect(titles).toEqual(["a", "b", "c"]);
  });

  test("forgets long events sooner than short ones", async () => {
    const first = await Stream.open(emulator);
    emulator.world.disconnect(bob());
    const [{ id }] = (await first.next(1)) as unknown as [{ id: string }];
    first.close();
    for (let n = 0; n < 20; n++) emulator.world.message(bob(), `${n}`, "x".repeat(1_000_000));
    const second = await Stream.open(emulator, "", { "last-event-id": id });
    const events = await second.next(2);
    second.close();
    expect(events[0]).toEqual({ event: "lost", data: { after: id } });
    expect(events[1]!.data.title).toBe("5");
  });

  test("has no body for who asks for its head only", async () => {
    expect(await ask(emulator, "/_emulator/events", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  });

  test("tells what a call over ARM did", async () => {
    const call = await signedIn(emulator);
    const stream = await Stream.open(emulator);
    await call(`${SESSIONS}/3/disconnect`, { method: "POST" });
    expect((await stream.next(1))[0]!.data).toMatchObject({ type: "session.disconnected", userPrincipalName: "bob@contoso.com" });
    stream.close();
  });
});
