import * as pulumi from "@pulumi/pulumi";
import { SessionDisconnected, type Scope } from "pulumi-desktop-sessions";

// Where: every pool and collection that one could be on.
const config = new pulumi.Config();
const scopes = config.getObject<Record<string, Scope>>("scopes") ?? {
  "pool-1": { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" },
  vdi: { connectionBroker: "rdcb1.contoso.com" },
};

// Who: by the name that each system knows.
const userPrincipalName = config.get("userPrincipalName") ?? "bob@contoso.com";
const downLevelName = config.get("downLevelName") ?? "CONTOSO\\bob";

export const settled = Object.fromEntries(
  Object.entries(scopes).map(([name, scope]) => {
    const user = "connectionBroker" in scope ? downLevelName : userPrincipalName;
    return [name, new SessionDisconnected(`off-${name}`, { scope, sessions: { user } }).settled];
  }),
);
