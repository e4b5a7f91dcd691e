import * as pulumi from "@pulumi/pulumi";
import { HostMaintenance } from "pulumi-desktop-sessions";

// Where: the emulator's sample pool, unless `pulumi config set` says another.
const config = new pulumi.Config();
const pool = {
  subscriptionId: config.get("subscriptionId") ?? "00000000-0000-0000-0000-000000000001",
  resourceGroupName: config.get("resourceGroupName") ?? "rg-avd",
  hostPoolName: config.get("hostPoolName") ?? "pool-1",
};

// The host takes no newcomers, its people are told and have some minutes, and then they are logged off. Until the maintenance is
// deleted it stays drained and empty; whoever undoes that is seen by the next refresh.
const maintenance = new HostMaintenance("patch-sh-0", {
  scope: pool,
  sessionHosts: [config.get("sessionHost") ?? "sh-0.contoso.com"],
  minimumAvailable: 1, // of the other hosts: refuse, rather than leave the pool without one
  notice: { title: "Maintenance", body: "This host restarts soon. Please save your work and sign out.", minutes: config.getNumber("minutes") ?? 15, wait: true },
  escalate: { minutes: config.getNumber("minutes") ?? 15 }, // disconnected first: who missed the notice can still come back and save
  ...(config.getBoolean("anytime") ? {} : { within: { days: ["Sat", "Sun"], from: "22:00", to: "05:00", timeZone: "Europe/Berlin" } }),
});

// What happens on the host depends on this.
export const ready = maintenance.ready;
