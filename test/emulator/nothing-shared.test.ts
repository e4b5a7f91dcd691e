import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { ask, askForToken, CLIENT, POOL, SESSIONS, signedIn, SUBSCRIPTION, VERSION } from "./wire";
import { contextOf, enumerate, pull, send, SESSION, users } from "./wsman/wire";

let one: Emulator;
let other: Emulator;
beforeAll(async () => {
  // Nothing is said of either: what they share they would share by default.
  [one, other] = await Promise.all([startEmulator(), startEmulator()]);
});
afterAll(() => Promise.all([one.close(), other.close()]));
beforeEach(() => {
  for (const each of [one, other]) {
    each.clock.resume();
    each.reset();
  }
});

const bob = ({ world }: Emulator) => world.session("sh-0.contoso.com", 3);

describe("emulators in one process share nothing:", () => {
  test("neither what happens, nor who observes, nor what takes its time", () => {
    const told: string[] = [];
    const stop = one.world.observe(({ type }) => told.push(type));
    one.world.setTransitions({ disconnect: { after: "1h" } });
    other.world.disconnect(bob(other));
    expect(bob(other).sessionState).toBe("Disconnected");
    other.world.setHostStatus(other.world.sessionHost("sh-1.contoso.com"), "Shutdown");
    other.world.drain(other.world.sessionHost("sh-0.contoso.com"));
    other.world.rds.logOff(other.world.rds.session("hv-0.contoso.com", 3));
    other.reset(SUBSCRIPTION);
    other.restore(other.world.snapshot());
    other.world.logOff(bob(other));
    stop();
    expect(told).toEqual([]);
    expect(bob(one).sessionState).toBe("Active");
    expect(one.world.sessionHost("sh-0.contoso.com").allowNewSession).toBe(true);
    expect(one.world.sessionHost("sh-1.contoso.com").status).toBe("Available");
    expect(one.world.rds.session("hv-0.contoso.com", 3).user).toBe("CONTOSO\\bob");
  });

  test("nor messages, nor the journal, of which a reset of one takes nothing from the other", async () => {
    one.world.message(bob(one), "mine", "");
    other.world.message(bob(other), "theirs", "");
    await ask(one, "/mine");
    await ask(other, "/theirs");
    expect([one, other].map(({ world }) => world.messages.map(({ title }) => title))).toEqual([["mine"], ["theirs"]]);
    expect([one, other].map((each) => each.requests().map(({ url }) => url))).toEqual([["/mine"], ["/theirs"]]);
    other.reset();
    expect(one.world.messages.map(({ title }) => title)).toEqual(["mine"]);
    expect(one.requests().map(({ url }) => url)).toEqual(["/mine"]);
  });

  test("nor faults, nor limits, nor roles, nor subscriptions", async () => {
    const calls = [await signedIn(one), await signedIn(other)];
    const statuses = async (path: string) => [(await calls[0]!(path)).status, (await calls[1]!(path)).status];
    one.faults.add({ operation: "UserSessions_Get", status: 503 });
    expect(await statuses(`${SESSIONS}/3`)).toEqual([503, 200]);
    other.reset();
    expect(one.faults.list()).toHaveLength(1);

    one.throttle({ reads: { burst: 2, perSecond: 0.001 } });
    expect([await statuses(POOL), await statuses(POOL), await statuses(POOL)]).toEqual([[200, 200], [200, 200], [429, 200]]);
    // What one has used up the other has not.
    other.throttle({ reads: { burst: 2, perSecond: 0.001 } });
    expect(await statuses(POOL)).toEqual([429, 200]);
    one.throttle("off");

    one.assignRoles(CLIENT, []);
    expect(await statuses(POOL)).toEqual([403, 200]);

    const added = one.addSubscription();
    expect([one.world.hasSubscription(added), other.world.hasSubscription(added)]).toEqual([true, false]);
  });

  test("nor tokens, nor those who sign them", async () => {
    // For an audience that both have.
    const { access_token } = (await askForToken(one, { scope: "https://management.azure.com/.default" })).json;
    const at = (which: Emulator) => ask(which, `${POOL}?${VERSION}`, { headers: { authorization: `Bearer ${access_token}` } });
    expect((await at(one)).status).toBe(200);
    expect(await at(other)).toMatchObject({ status: 401, json: { error: { code: "InvalidAuthenticationToken" } } });
    await expect(ask({ ...one, certificateAuthority: other.certificateAuthority }, "/_emulator/health")).rejects.toThrow(/certificate|signature/);
  });

  test("nor the clock", () => {
    one.clock.freeze("2030-01-31T08:30:00Z");
    other.clock.freeze("2031-01-31T08:30:00Z");
    one.clock.advance(60_000);
    expect([one.world.now(), other.world.now()]).toEqual(["2030-01-31T08:31:00.000Z", "2031-01-31T08:30:00.000Z"]);
  });

  test("nor the contexts of enumerations", async () => {
    const context = contextOf(await send(one, enumerate("", SESSION, "")));
    expect((await send(other, pull(context))).text).toContain("n:InvalidEnumerationContext");
    other.reset();
    expect(users(await send(one, pull(context)))).toEqual(["alice"]);
  });
});
