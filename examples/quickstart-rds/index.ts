import * as pulumi from "@pulumi/pulumi";
import { SessionDisconnected } from "pulumi-desktop-sessions";

// Where: a collection of virtual desktops, as its connection broker knows it.
const config = new pulumi.Config();
const collection = {
  connectionBroker: config.get("connectionBroker") ?? "rdcb1.contoso.com",
  collectionId: config.get("collectionId") ?? "Pool1",
};

// What should be true: bob is not connected to it.
const contractorOff = new SessionDisconnected("contractor-off", {
  scope: collection,
  sessions: { user: "CONTOSO\\bob" },
});

export const settled = contractorOff.settled;
export const violations = contractorOff.violations;
