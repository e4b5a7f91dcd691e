import * as pulumi from "@pulumi/pulumi";
import { SessionLoggedOff } from "pulumi-desktop-sessions";

// Where: the emulator's sample pool, unless `pulumi config set` says another.
const config = new pulumi.Config();
const pool = {
  subscriptionId: config.get("subscriptionId") ?? "00000000-0000-0000-0000-000000000001",
  resourceGroupName: config.get("resourceGroupName") ?? "rg-avd",
  hostPoolName: config.get("hostPoolName") ?? "pool-1",
};

// Neither system tells how long somebody has been disconnected: each refresh of this stack remembers who it saw so, and since when.
const cleanup = new SessionLoggedOff("nightly-cleanup", {
  scope: pool,
  sessions: { disconnectedFor: config.get("disconnectedFor") ?? "8h" },
  ...(config.getBoolean("anytime") ? {} : { within: { from: "01:00", to: "05:00", timeZone: "Europe/Berlin" } }),
  protect: { users: ["svc-*", "CONTOSO\\svc-*"] }, // if one of these were hit, something is wrong: touch nobody
  maxSessions: 200,
});

export const left = cleanup.violations.apply((violations) => violations.length);
