import { beforeEach, describe, expect, it } from "vitest";
import type { FaultRule, JournalEntry } from "../../../emulator";
import { connect } from "../../../dist/provider/connect.js";
import { sessionDisconnected } from "../../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../../provider/intents/session-logged-off";
import type { Session } from "../../../provider/session";
import { HOST, SESSIONS, signedIn } from "../../emulator/wire";
import { useVirtualTime } from "../../intents/virtual-time";
import { pool } from "../../sample";

const virtual = useVirtualTime();
const everyone = { sessions: { everyone: true } } as const;
const onlyBob = { sessions: { user: "bob@contoso.com" } } as const;

/** Another process with the same credentials. */
let elsewhere: Awaited<ReturnType<typeof signedIn>>;
beforeEach(async () => {
  elsewhere = await signedIn(virtual.emulator);
});

const writeElsewhere = async (count: number): Promise<void> => {
  for (let call = 0; call < count; call++) await elsewhere(HOST, { method: "PATCH", body: "{}" });
};

const signInMore = (count: number): void => {
  for (let user = 0; user < count; user++) virtual.emulator.world.signIn(virtual.host, { userPrincipalName: `user${user}@contoso.com` });
};
const eveGetsBobsId = (): void => {
  virtual.emulator.world.logOff(virtual.session(3));
  virtual.emulator.world.signIn(virtual.host, { userPrincipalName: "eve@contoso.com" });
};

const asked = (method: string): readonly JournalEntry[] => virtual.emulator.requests().filter((entry) => entry.method === method && entry.operation?.startsWith("UserSessions_"));
const statusesOf = (method: string) => asked(method).map(({ status }) => status);
const secondsSince = (start: number): number => (virtual.emulator.clock.now() - start) / 1000;
const named = async (user: string): Promise<Session> => (await virtual.backend().sessions("now")).find((session) => session.user === user)!;

describe("a call that ARM is not available for", () => {
  it("is made again when it asks for that, with what is read then", async () => {
    virtual.emulator.faults.add({ operation: "UserSessions_Delete", status: 503, headers: { "Retry-After": "60" }, times: 1 });
    virtual.emulator.clock.after(30_000, eveGetsBobsId);
    const { violations } = await virtual.run(sessionLoggedOff, onlyBob);
    expect([violations, virtual.state(3), statusesOf("DELETE")]).toEqual([[], "eve@contoso.com Active", [503]]);
  });

  it("is made no oftener than the SDK would", async () => {
    virtual.emulator.faults.add({ operation: "UserSessions_Delete", status: 503, headers: { "Retry-After": "1" } });
    const { reasons } = await virtual.run(sessionLoggedOff, onlyBob);
    expect(reasons).toEqual([expect.stringMatching(/^Could not log off session 3 .*: ARM answered 503 and asks to come back at 2026-11-20T20:00:0\dZ?/)]);
    expect(statusesOf("DELETE")).toEqual([503, 503, 503, 503]);
  });

  it.each(["UserSessions_Delete", "UserSessions_Get", "UserSessions_ListByHostPool"])("is not waited for longer than ten minutes: %s", async (operation) => {
    virtual.emulator.faults.add({ operation, status: 503, headers: { "Retry-After": "3600" }, times: 1 });
    const begun = virtual.emulator.clock.now();
    const said = await virtual.run(sessionLoggedOff, onlyBob).then(({ reasons }) => reasons.join(), (error: unknown) => (error as Error).message);
    expect(said).toContain("ARM answered 503 and asks to come back at 2026-11-20T21:00:00.000Z. That is longer than a run waits, or it stayed so. Run it again then.");
    expect(secondsSince(begun)).toBeLessThan(600);
  });
});

it("log-offs are no writes: they go on while ARM takes none of those", async () => {
  const backend = virtual.backend();
  virtual.emulator.faults.add({ operation: "UserSessions_Disconnect", throttle: { retryAfter: 3600 }, times: 1 });
  const begun = virtual.emulator.clock.now();
  expect((await virtual.run(sessionDisconnected, onlyBob, {}, backend)).reasons).toHaveLength(1);
  await virtual.run(sessionLoggedOff, onlyBob, {}, backend);
  expect([virtual.state(3), secondsSince(begun) < 60]).toEqual(["", true]);
});

describe("long work at ARM's rate", () => {
  it("is never refused, and takes what the bucket gives", async () => {
    virtual.emulator.throttle("arm");
    signInMore(296); // and the four of the sample
    const start = virtual.emulator.clock.now();
    expect(await virtual.run(sessionLoggedOff, everyone)).toMatchObject({ reasons: [], violations: [] });
    expect(new Set(statusesOf("DELETE"))).toEqual(new Set([200]));
    expect(secondsSince(start)).toBeLessThanOrEqual((300 - 200) / 10 / 0.95);
  });

  it("tells how far it is, and how long it will take", async () => {
    virtual.emulator.throttle("arm");
    signInMore(396);
    await virtual.run(sessionLoggedOff, everyone);
    const lines = virtual.said.flatMap((line) => /^(\d+) of 400 sessions done, about (\d+) s left at this rate\.$/.exec(line)?.slice(1).map(Number) ?? []);
    expect(lines.length).toBeGreaterThan(0);
    for (let at = 0; at < lines.length; at += 2) expect(Math.abs(lines[at]! + 10 * lines[at + 1]! - 400)).toBeLessThan(40);
  });

  it("does not use up the time that sessions have to follow", async () => {
    virtual.emulator.throttle("arm");
    signInMore(300);
    virtual.emulator.clock.after(5_000, () => void virtual.emulator.world.signIn(virtual.host, { userPrincipalName: "late@contoso.com" }));
    const { reasons } = await virtual.run(sessionLoggedOff, { ...everyone, timeoutSeconds: 2 });
    expect(reasons).toEqual([]);
    expect([...virtual.host.sessions]).toEqual([]);
  });

  it("reads a session when its turn has come: whoever has got its id while it waited is left alone", async () => {
    virtual.emulator.throttle("arm");
    const backend = virtual.backend();
    await writeElsewhere(199);
    await backend.disconnect(await named("alice@contoso.com")); // the last token
    virtual.emulator.clock.after(100, eveGetsBobsId);
    await virtual.run(sessionDisconnected, onlyBob, {}, backend);
    expect(virtual.state(3)).toBe("eve@contoso.com Active");
  });
});

describe("a turn in which nothing is sent", () => {
  it("takes nothing from anybody", async () => {
    virtual.emulator.throttle("arm");
    const backend = virtual.backend();
    const bob = await named("bob@contoso.com");
    const start = virtual.emulator.clock.now();
    await backend.disconnect(bob);
    for (let turn = 0; turn < 300; turn++) await backend.inTurn("disconnect", bob, () => Promise.resolve());
    expect(secondsSince(start)).toBe(0);
  });
});

describe("a refusal", () => {
  it("is obeyed to the second, by everybody who waits", async () => {
    virtual.emulator.throttle({ writes: { burst: 3, perSecond: 0.05 } });
    await writeElsewhere(3);
    const start = virtual.emulator.clock.now();
    await virtual.run(sessionDisconnected, everyone);
    const writes = asked("POST");
    expect(writes.filter(({ status }) => status === 200)).toHaveLength(3);
    const refusals = writes.filter(({ status }) => status === 429).map(({ at }) => Date.parse(at));
    for (const refusal of refusals) expect(writes.filter(({ at }) => Date.parse(at) > refusal && Date.parse(at) < refusal + 19_000)).toEqual([]);
    expect(secondsSince(start)).toBeGreaterThanOrEqual(60);
    expect(secondsSince(start)).toBeLessThan(62);
    expect(virtual.said).toContain("ARM takes no more writes for 20 s, and is waited for until 2026-11-20T20:00:20.000Z.");
  });

  it("of a message is no message: it is sent once, when the time is over", async () => {
    virtual.emulator.throttle({ writes: { burst: 1, perSecond: 0.1 } });
    await writeElsewhere(1);
    const start = virtual.emulator.clock.now();
    expect(await virtual.backend().message(await named("bob@contoso.com"), { title: "Tonight", body: "22:00" })).toEqual({ status: "sent" });
    expect(statusesOf("POST")).toEqual([429, 200]);
    expect(secondsSince(start)).toBe(10);
    expect(virtual.messages).toEqual(["bob@contoso.com Tonight"]);
  });

  it("of reads is obeyed, too", async () => {
    virtual.emulator.throttle({ reads: { burst: 1, perSecond: 0.1 } });
    await elsewhere(SESSIONS);
    const start = virtual.emulator.clock.now();
    expect(await virtual.backend().sessions("now")).toHaveLength(4);
    expect(secondsSince(start)).toBe(10);
    expect(statusesOf("GET")).toEqual([200, 429, 200]);
  });

  it("has the session read once more: whoever has got its id in the meantime is left alone", async () => {
    virtual.emulator.throttle({ writes: { burst: 1, perSecond: 0.1 } });
    await writeElsewhere(1);
    virtual.emulator.clock.after(5_000, eveGetsBobsId);
    await virtual.run(sessionDisconnected, onlyBob);
    expect(statusesOf("POST")).toEqual([429]);
    expect(virtual.state(3)).toBe("eve@contoso.com Active");
  });

  it("for longer than ten minutes is an error that says until when, and nothing is sent before", async () => {
    virtual.emulator.throttle({ writes: { burst: 1, perSecond: 1 / 3600 } });
    await writeElsewhere(1);
    const { reasons } = await virtual.run(sessionDisconnected, everyone);
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) {
      expect(reason).toMatch(/^Could not disconnect session \d of \w+@contoso\.com on sh-[01]\.contoso\.com: ARM takes no more writes of this principal in the subscription before 2026-11-20T21:00:00\.000Z\. That is longer than a run waits\. Run it again then/);
    }
    expect(statusesOf("POST")).toEqual([429]);
  });

  it("that is repeated is not waited for longer than ten minutes, either", async () => {
    virtual.emulator.faults.add({ operation: "UserSessions_Disconnect", throttle: { retryAfter: 200 } });
    const start = virtual.emulator.clock.now();
    await expect(virtual.backend().disconnect(await named("bob@contoso.com"))).rejects.toThrow(/takes no more writes of this principal in the subscription before 2026-11-20T20:13:20/);
    expect(secondsSince(start)).toBe(600);
  });

  it.each<[string, FaultRule]>([["a connection that breaks in the answer", { truncate: 5, status: 418, body: "short and stout" }], ["an answer that is none", { status: 418 }]])("is not what %s is: others may go on", async (_kind, what) => {
    virtual.emulator.faults.add({ operation: "UserSessions_Disconnect", ...what, times: 1 });
    const backend = virtual.backend();
    const bob = await named("bob@contoso.com");
    await expect(backend.disconnect(bob)).rejects.toThrow(/^Could not disconnect/);
    const start = virtual.emulator.clock.now();
    await backend.disconnect(bob);
    expect(secondsSince(start)).toBe(0);
    expect(virtual.state(3)).toBe("bob@contoso.com Disconnected");
  });
});

describe("pools of one subscription", () => {
  it("share a limiter: what one is refused, the other waits for", async () => {
    const { clock } = virtual.emulator;
    clock.resume();
    virtual.emulator.throttle({ writes: { burst: 1, perSecond: 1 } });
    const bob = await named("bob@contoso.com");
    await writeElsewhere(1);
    const pools = [pool, { ...pool, hostPoolName: "pool-9" }].map((scope) => connect(scope, () => undefined, virtual.emulator.env()));
    await Promise.all(pools.map((backend) => backend.disconnect(bob)));
    const [first, second] = virtual.emulator.requests().filter(({ url }) => url.includes("/disconnect"));
    expect(first!.status).toBe(429);
    expect(second!.status).not.toBe(429);
  });
});
