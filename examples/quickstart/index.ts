import * as pulumi from "@pulumi/pulumi";
import { SessionDisconnected } from "pulumi-desktop-sessions";

// Where: a host pool. In a program of yours these may be outputs of the resources that make it.
const config = new pulumi.Config();
const pool = {
  subscriptionId: config.get("subscriptionId") ?? "00000000-0000-0000-0000-000000000001",
  resourceGroupName: config.get("resourceGroupName") ?? "rg-avd",
  hostPoolName: config.get("hostPoolName") ?? "pool-1",
};

// What should be true: bob is not connected to it.
const contractorOff = new SessionDisconnected("contractor-off", {
  scope: pool,
  sessions: { user: "bob@contoso.com" },
});

export const settled = contractorOff.settled;
export const violations = contractorOff.violations;
