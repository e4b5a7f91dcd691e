import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { ask, askForToken, SESSIONS, signedIn, TENANT } from "./wire";

const clock = manualClock("2026-01-31T08:30:00.900Z");
const NOON = "Sat, 31 Jan 2026 08:30:00 GMT";

let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ clock })));
afterAll(() => emulator.close());
beforeEach(() => {
  clock.set("2026-01-31T08:30:00.900Z");
  emulator.reset();
});

describe("an answer is dated by the emulator's clock", () => {
  const asked: [string, string, Parameters<typeof ask>[2], number][] = [
    ["Azure Resource Manager's refusal", SESSIONS, {}, 400],
    ["the token endpoint's metadata", `/${TENANT}/v2.0/.well-known/openid-configuration`, {}, 200],
    ["WS-Management's challenge", "/wsman", { method: "POST" }, 401],
    ["the control plane's", "/_emulator/clock", {}, 200],
    ["a page of the control plane that is not there", "/_emulator/nothing", {}, 404],
    ["that to a path that can't be decoded", "/_emulator/subscriptions/%zz", { method: "DELETE" }, 400],
    ["that to another host", "/", { headers: { host: "example.com" } }, 421],
    ["that to an expectation", "/", { headers: { expect: "the best" } }, 417],
  ];
  test.each(asked)("%s over https: %s", async (_what, path, options, status) => {
    expect(await ask(emulator, path, options)).toMatchObject({ status, headers: { date: NOON } });
  });

  test.each([["/metadata/identity/oauth2/token", 400], ["/subscriptions", 404], ["/_emulator/world", 200]])("over http, %s: %i", async (path, status) => {
    expect(await ask(emulator, `${emulator.httpUrl}${path}`)).toMatchObject({ status, headers: { date: NOON } });
  });

  test("as it moves, be it back, also where nothing was found wrong", async () => {
    expect((await askForToken(emulator)).headers.date).toBe(NOON);
    const call = await signedIn(emulator);
    expect(await call(`${SESSIONS}/3`)).toMatchObject({ status: 200, headers: { date: NOON } });
    clock.advance(60_000);
    expect(await call(`${SESSIONS}/3`)).toMatchObject({ status: 200, headers: { date: "Sat, 31 Jan 2026 08:31:00 GMT", "x-ms-routing-request-id": expect.stringContaining(":20260131T083100Z:") } });
    clock.advance(-120_000);
    expect((await call(`${SESSIONS}/3`, { method: "HEAD" })).headers.date).toBe("Sat, 31 Jan 2026 08:29:00 GMT");
  });

  test.each(["Date", "date", "DATE"])("unless a fault says otherwise, once: %s", async (name) => {
    emulator.faults.add({ operation: "UserSessions_Get", status: 200, headers: { [name]: "Thu, 01 Jan 1970 00:00:00 GMT" } });
    const call = await signedIn(emulator);
    expect((await call(`${SESSIONS}/3`)).headers.date).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
  });
});
