import { Session } from "node:inspector/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { POOL, SESSIONS, signedIn, SUBSCRIPTION } from "./wire";

const SMALL = 500;
const LARGE = 20_000;

/** An emulator with so many sessions on one host. */
function withSessions(count: number): Promise<Emulator> {
  const userSessions = Object.fromEntries(Array.from({ length: count }, (_, n) => [n + 2, `user${n}@contoso.com`]));
  return startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions } } } } } } } } } });
}

/** How often anything in the emulator's own files was done meanwhile: each block that was run counts as often as it was. */
async function workOf(act: () => Promise<void>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await session.post("Profiler.takePreciseCoverage");
    await act();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const own = result.filter(({ url }) => /\/emulator\/(?!.*\.test\.)/.test(url) && !url.includes("/test/"));
    expect(own.length).toBeGreaterThan(5);
    return own.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges)).reduce((sum, { count }) => sum + count, 0);
  } finally {
    await session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

describe("what the emulator does for a page of a list does not grow with the world:", () => {
  let small: Emulator;
  let large: Emulator;
  let calls: Awaited<ReturnType<typeof signedIn>>[];
  beforeAll(async () => {
    [small, large] = await Promise.all([withSessions(SMALL), withSessions(LARGE)]);
    calls = [await signedIn(small), await signedIn(large)];
  });
  afterAll(() => Promise.all([small.close(), large.close()]));

  test.each([
    ["the first page of a pool", `${POOL}/userSessions?pageSize=20`],
    ["a page in the middle of a pool", `${POOL}/userSessions?pageSize=20&initialSkip=${SMALL / 2}`],
    ["a page of a host", `${SESSIONS}?pageSize=20`],
    ["one session", `${SESSIONS}/7`],
  ])("%s", async (_what, path) => {
    const work: number[] = [];
    for (const call of calls) {
      // What is done once, the first time, is done before.
      await call(path);
      work.push(await workOf(async () => expect((await call(path)).status).toBe(200)));
    }
    expect(work[0]).toBeGreaterThan(20);
    expect(work[1]! / work[0]!).toBeLessThan(1.3);
  });
});
