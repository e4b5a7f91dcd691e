import { expect } from "vitest";
import { useKilledRuns } from "./killed-runs";
import { describeKilled, type KilledStory } from "./killed.case";

const runs = useKilledRuns();
const onHv0 = { scope: { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" }, sessions: { sessionHost: "hv-0.contoso.com" } };
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 0.0005, wait: true }; // 30 ms
const method = (name: string): string => `Win32_VirtualDesktopSession.${name}`;

const rds = () => runs.sample.emulator.world.rds;
const stateOf = (user: string): string | undefined => [...rds().sessions()].find((session) => session.user === `CONTOSO\\${user}`)?.connectState;
const timesTold = (user: string): number => rds().messages.filter((message) => message.user === `CONTOSO\\${user}`).length;

/** Alice and bob were told once; or at most once, where the run that told them had not heard of it when it was killed. */
function toldOnceBut(unheard: readonly string[]): void {
  for (const user of ["alice", "bob"]) expect([user, timesTold(user)]).toEqual([user, unheard.includes(`CONTOSO\\${user}`) ? expect.toBeOneOf([0, 1]) : 1]);
}

const stories: readonly KilledStory[] = [
  {
    name: "MessageSent on Remote Desktop Services",
    intent: "MessageSent",
    inputs: { ...onHv0, title: "Tonight", body: "Patching at 22:00." },
    writes: { [method("SendMessage")]: 2 },
    finished: ({ recipients }, unheard) => {
      toldOnceBut(unheard);
      expect((recipients as { user: string; status: string }[]).filter(({ status }) => status === "unconfirmed").map(({ user }) => user).toSorted()).toEqual(unheard.toSorted());
      expect(recipients).toHaveLength(2);
      expect(timesTold("carol")).toBe(0);
    },
  },
  {
    name: "SessionDisconnected on Remote Desktop Services",
    intent: "SessionDisconnected",
    inputs: onHv0,
    writes: { [method("Disconnect")]: 2 },
    finished: () => expect([stateOf("alice"), stateOf("bob")]).toEqual(["Disconnected", "Disconnected"]),
  },
  {
    name: "SessionLoggedOff with a notice that is sat out, on Remote Desktop Services",
    intent: "SessionLoggedOff",
    inputs: { ...onHv0, notice },
    writes: { [method("SendMessage")]: 2, [method("Logoff")]: 2 },
    finished: (_, unheard) => {
      expect([stateOf("alice"), stateOf("bob"), stateOf("carol")]).toEqual([undefined, undefined, "Disconnected"]);
      toldOnceBut(unheard);
    },
  },
];

describeKilled(runs, "wsman", stories);
