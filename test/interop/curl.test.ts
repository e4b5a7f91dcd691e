import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const main = resolve(__dirname, "../../dist/cli/main.js");
const reason = spawnSync("curl", ["--version"]).error ? "there is no curl" : undefined;

const script = `
set -e
TOKEN=$(curl -fsS "$AZURE_AUTHORITY_HOST/$AZURE_TENANT_ID/oauth2/v2.0/token" \\
  -d grant_type=client_credentials -d "client_id=$AZURE_CLIENT_ID" -d "client_secret=$AZURE_CLIENT_SECRET" \\
  -d "scope=$DESKTOP_SESSIONS_ARM_ENDPOINT/.default" | sed 's/.*"access_token":"//; s/".*//')
POOL="$DESKTOP_SESSIONS_ARM_ENDPOINT/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1"
curl -fsS -X POST -H "Authorization: Bearer $TOKEN" "$POOL/sessionHosts/sh-0.contoso.com/userSessions/3/disconnect?api-version=2024-04-03"
curl -fsS -H "Authorization: Bearer $TOKEN" "$POOL/userSessions?api-version=2024-04-03&\\$filter=sessionState%20eq%20'disconnected'"
`;

/** Follows the links of a list as they came. */
const paging = `
${script.slice(0, script.indexOf("curl -fsS -X POST"))}
NEXT="$POOL/userSessions?api-version=2024-04-03&pageSize=1&\\$filter=sessionState%20ne%20'o''neil%2B1'"
while [ -n "$NEXT" ]; do
  PAGE=$(curl -fsS -H "Authorization: Bearer $TOKEN" "$NEXT")
  echo "$PAGE" | grep -o '"userPrincipalName":"[^"]*"'
  NEXT=$(echo "$PAGE" | sed -n 's/.*"nextLink":"\\([^"]*\\)".*/\\1/p')
done
`;

describe("curl", () => {
  test.skipIf(reason !== undefined)(`follows the pages of a list${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "emulate", "--", "sh", "-c", paging], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.trim().split("\n").sort()).toEqual(["alice", "bob", "carol", "dave"].map((user) => `"userPrincipalName":"${user}@contoso.com"`));
  });

  test.skipIf(reason !== undefined)(`works against the emulator by its environment alone${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "emulate", "--", "sh", "-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).value.map((session: any) => session.properties.userPrincipalName).sort()).toEqual(["bob@contoso.com", "carol@contoso.com"]);
  });
});
