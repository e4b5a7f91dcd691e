/** The reference of the bench of drift: a process that lists the sessions of the pool with the official SDK, and ends. */
import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential } from "@azure/identity";
import { pool } from "./pool.mts";

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST, DESKTOP_SESSIONS_ARM_ENDPOINT } = process.env;
const credential = new ClientSecretCredential(AZURE_TENANT_ID!, AZURE_CLIENT_ID!, AZURE_CLIENT_SECRET!, { authorityHost: AZURE_AUTHORITY_HOST!, disableInstanceDiscovery: true });
const client = new DesktopVirtualizationAPIClient(credential, pool.subscriptionId, { endpoint: DESKTOP_SESSIONS_ARM_ENDPOINT! });
const found: unknown[] = [];
for await (const page of client.userSessions.listByHostPool(pool.resourceGroupName, pool.hostPoolName).byPage()) found.push(...page);
console.log(found.length);
