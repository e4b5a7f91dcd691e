import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startEmulator, type Emulator, type UserSession } from "../emulator";
import { temporaryFolder } from "./temporary-folder";

/** The host pool of the emulator's sample world. */
export const pool = {
  subscriptionId: "00000000-0000-0000-0000-000000000001",
  resourceGroupName: "rg-avd",
  hostPoolName: "pool-1",
};

/** The sample world of a running emulator, as it is at the start of each test. */
export interface Sample {
  readonly emulator: Emulator;
  readonly alice: UserSession;
  readonly bob: UserSession;
  readonly carol: UserSession;
  readonly dave: UserSession;
}

/** Starts an emulator for the tests of a file, points this process at it, and resets it before each of them. What runs leave behind is the file's own. */
export function useSample(): Sample {
  let emulator: Emulator;
  const before = { ...process.env };
  let home: string;
  beforeAll(async () => {
    home = temporaryFolder();
    emulator = await startEmulator();
    emulator.trust();
  });
  beforeEach(() => {
    emulator.reset();
    Object.assign(process.env, emulator.env(), { PULUMI_HOME: home });
  });
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => emulator.close());
  const session = (host: string, id: number): UserSession => emulator.world.session(host, id);
  return {
    get emulator() {
      return emulator;
    },
    get alice() {
      return session("sh-0.contoso.com", 2);
    },
    get bob() {
      return session("sh-0.contoso.com", 3);
    },
    get carol() {
      return session("sh-0.contoso.com", 5);
    },
    get dave() {
      return session("sh-1.contoso.com", 2);
    },
  };
}

/** What ARM was asked about host pools since the last reset: `GET userSessions`. */
export const callsTo = (emulator: Emulator): readonly string[] =>
  emulator
    .requests()
    .filter(({ url }) => url.includes("/hostPools/"))
    .map(({ method, url }) => `${method} ${url.replace(/^.*\/hostPools\/[^/]+\//, "").replace(/\?.*$/, "")}`);
