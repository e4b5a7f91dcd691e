import * as pulumi from "@pulumi/pulumi";
import { MessageSent } from "pulumi-desktop-sessions";

// Where: the emulator's sample pool, unless `pulumi config set` says another.
const config = new pulumi.Config();
const pool = {
  subscriptionId: config.get("subscriptionId") ?? "00000000-0000-0000-0000-000000000001",
  resourceGroupName: config.get("resourceGroupName") ?? "rg-avd",
  hostPoolName: config.get("hostPoolName") ?? "pool-1",
};

// Everybody who is active now is told at the first update, who comes later at a later one; nobody twice on one day.
const message = new MessageSent("message-of-the-day", {
  scope: pool,
  sessions: { everyone: true, except: { users: ["svc@contoso.com"] } },
  title: "Today",
  body: config.get("message") ?? "The print servers are back. Thank you for your patience.",
  audience: "newcomers",
  triggers: [config.get("day") ?? new Date().toISOString().slice(0, 10)],
});

export const told = message.recipients.apply((recipients) => recipients.length);
