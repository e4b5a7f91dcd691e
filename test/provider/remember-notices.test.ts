import { expect, it } from "vitest";
import type { Outcome } from "../../provider/intents/intent";
import { rememberNotices } from "../../provider/intents/remember-notices";

const told = (sessionId: string, at: string): Outcome => ({
  session: { sessionHost: "sh-0.contoso.com", sessionId, user: `user${sessionId}@contoso.com`, state: "Active", createTime: "2026-11-21T08:00:00.000Z" },
  deed: "tell",
  result: { status: "sent" },
  at: Date.parse(at),
});

it("gives each of a long round his time from when he was told, and not from its end", () => {
  const args = { scope: { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" }, sessions: { everyone: true as const }, notice: { title: "Maintenance", body: "Save your work.", minutes: 15 } };
  const notices = rememberNotices(args, undefined, [told("2", "2026-11-21T21:00:00Z"), told("3", "2026-11-21T21:24:00Z")]);
  expect(notices.map(({ deadline }) => deadline)).toEqual(["2026-11-21T21:15:00.000Z", "2026-11-21T21:39:00.000Z"]);
});
