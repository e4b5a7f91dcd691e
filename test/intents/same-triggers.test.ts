import { describe, expect, it } from "vitest";
import { useHostStories } from "./host-stories";

const on = useHostStories();

describe("triggers that say the same, handed over in another order, as the engine may do", () => {
  const orders = [{ month: "11", patch: { kb: 1, ring: 2 } }, { patch: { ring: 2, kb: 1 }, month: "11" }];

  it("are done, also where a text has changed: nobody is touched", async () => {
    const story = on.story("HostEmpty");
    await story.up({ triggers: [orders[0]] });
    on.time.emulator.world.undrain(on.host);
    on.time.emulator.world.signIn(on.host, { userPrincipalName: "erin@contoso.com" });
    await story.up({ triggers: [orders[1]], timeoutSeconds: 60 });
    expect([on.host.allowNewSession, on.host.sessionCount]).toEqual([true, 1]);
  });

  it("in another order of a list are others", async () => {
    const story = on.story("HostEmpty");
    await story.up({ triggers: ["a", "b"] });
    on.time.emulator.world.undrain(on.host);
    await story.up({ triggers: ["b", "a"] });
    expect(on.host.allowNewSession).toBe(false);
  });
});
