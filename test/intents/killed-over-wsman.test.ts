import { describe, expect, it } from "vitest";
import type { FaultRule } from "../../emulator";
import type { ResourceName } from "../../provider/resource-name";
import { useKilledRuns, type LastCall } from "./killed-runs";

const runs = useKilledRuns();
const onHv0 = { scope: { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" }, sessions: { sessionHost: "hv-0.contoso.com" } };
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 0.0005, wait: true }; // 30 ms
const method = (name: string): string => `Win32_VirtualDesktopSession.${name}`;

const rds = () => runs.sample.emulator.world.rds;
const stateOf = (user: string): string | undefined => [...rds().sessions()].find((session) => session.user === `CONTOSO\\${user}`)?.connectState;
const timesTold = (user: string): number => rds().messages.filter((message) => message.user === `CONTOSO\\${user}`).length;

interface Story {
  readonly name: string;
  readonly intent: ResourceName;
  readonly inputs: object;
  /** The methods that change something. */
  readonly writes: readonly string[];
  /** How everything is once the work is finished. */
  readonly finished: (outputs: Record<string, any>) => void;
}

const stories: readonly Story[] = [
  {
    name: "MessageSent",
    intent: "MessageSent",
    inputs: { ...onHv0, title: "Tonight", body: "Patching at 22:00." },
    writes: [method("SendMessage")],
    finished: ({ recipients }) => {
      for (const { user, status } of recipients as { user: string; status: string }[]) {
        expect([user, timesTold(user.replace("CONTOSO\\", ""))]).toEqual([user, status === "unconfirmed" ? expect.toBeOneOf([0, 1]) : 1]);
      }
      expect(recipients).toHaveLength(2);
      expect(timesTold("carol")).toBe(0);
    },
  },
  {
    name: "SessionDisconnected",
    intent: "SessionDisconnected",
    inputs: onHv0,
    writes: [method("Disconnect")],
    finished: () => expect([stateOf("alice"), stateOf("bob")]).toEqual(["Disconnected", "Disconnected"]),
  },
  {
    name: "SessionLoggedOff with a notice that is sat out",
    intent: "SessionLoggedOff",
    inputs: { ...onHv0, notice },
    writes: [method("SendMessage"), method("Logoff")],
    finished: () => {
      expect([stateOf("alice"), stateOf("bob"), stateOf("carol")]).toEqual([undefined, undefined, "Disconnected"]);
      for (const user of ["alice", "bob"]) expect([user, timesTold(user)]).toEqual([user, expect.toBeOneOf([0, 1])]);
    },
  },
];

describe.each(stories)("$name on Remote Desktop Services, killed", ({ intent, inputs, writes, finished }) => {
  /** Everything anew: kills a run at a call, and has the next one finish the work. @returns whether there was such a call */
  async function story(call: FaultRule, lastCall: LastCall): Promise<boolean> {
    runs.sample.emulator.reset();
    if (!(await runs.kill(intent, ["create", inputs], { plane: "wsman", ...call }, lastCall))) return false;
    finished(await runs.next(intent, ["create", inputs]));
    expect(runs.left).toEqual([]);
    return true;
  }

  it("before each of its calls has any effect, is finished by the next run", async () => {
    let calls = 0;
    while (await story({ nth: calls + 1 }, "is lost")) calls++;
    expect(calls).toBeGreaterThanOrEqual(4);
  });

  it.each(writes)("after each %s, before it heard of it, is finished by the next run", async (operation) => {
    let calls = 0;
    while (await story({ operation, nth: calls + 1 }, "is done")) calls++;
    expect(calls).toBe(2);
  });
});
