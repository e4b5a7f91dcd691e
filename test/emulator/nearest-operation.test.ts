import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nearestOperation } from "../../emulator/arm/nearest-operation";
import { operations } from "../../emulator/arm/operations";
import { type Emulator, startEmulator } from "../../emulator/index";
import { ask, POOL, SESSIONS, SUBSCRIPTION, TENANT } from "./wire";

const WHOLE = `/subscriptions/${SUBSCRIPTION}`;

describe("a request that no operation is for", () => {
  test.each([
    ["misspelt", "POST", `${SESSIONS}/2/disconect`, "UserSessions_Disconnect", '"disconect" should be "disconnect"'],
    ["by another verb", "GET", `${SESSIONS}/2/disconnect`, "UserSessions_Disconnect", "it is a POST, not a GET"],
    ["with a word too much", "DELETE", `${SESSIONS}/2/logoff`, "UserSessions_Delete", '"logoff" is too much'],
    ["by a verb that there is not", "PUT", POOL, "HostPools_Get", "it is a GET, not a PUT"],
    ["of a misspelt type", "GET", POOL.replace("hostPools", "hostPuddles"), "HostPools_Get", '"hostPuddles" should be "hostPools"'],
    ["of a singular", "GET", `${POOL}/userSession`, "UserSessions_ListByHostPool", '"userSession" should be "userSessions"'],
    ["with words missing", "GET", SESSIONS.replace("/providers/Microsoft.DesktopVirtualization", ""), "UserSessions_List", '"providers" is missing; "Microsoft.DesktopVirtualization" is missing'],
    ["of a misspelt provider", "GET", POOL.replace("Microsoft.DesktopVirtualization", "Microsoft.DesktopVirtualisation"), "HostPools_Get", '"Microsoft.DesktopVirtualisation" should be "Microsoft.DesktopVirtualization"'],
    ["by another verb, and misspelt", "PATCH", `${WHOLE}/resourceGroup/rg-avd`, "ResourceGroups_Get", 'it is a GET, not a PATCH; "resourceGroup" should be "resourceGroups"'],
    ["of one word", "GET", "/subscription", "Subscriptions_List", '"subscription" should be "subscriptions"'],
  ])("%s is nearest to what was perhaps meant", (_what, method, path, id, differs) => {
    const nearest = nearestOperation(method, path);
    expect(nearest).toMatchObject({ id, differs });
    expect(operations).toContainEqual(expect.objectContaining({ id, method: nearest!.method, path: nearest!.path }));
  });

  test("is near to nothing when it was meant for something else", () => {
    expect(nearestOperation("GET", "/")).toBeUndefined();
    expect(nearestOperation("GET", "/.well-known/acme-challenge/x/y")).toBeUndefined();
    expect(nearestOperation("POST", "/a/b/c/d/e/f/g/h/i/j/k/l")).toBeUndefined();
  });

  test("is looked at no longer than it deserves", () => {
    expect(nearestOperation("GET", "/a".repeat(5_000))).toBeUndefined();
    expect(nearestOperation("GET", `/${"subscriptions".repeat(1_000)}`)).toBeUndefined();
  });
});

describe("a request that another plane was meant with", () => {
  let emulator: Emulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(() => emulator.close());

  test.each([
    ["POST", `/${TENANT}/oauth2/v2.0/tokens`, "POST", "/{tenant}/oauth2/v2.0/token", '"tokens" should be "token"', 400],
    ["GET", `/${TENANT}/oauth2/v2.0/token`, "POST", "/{tenant}/oauth2/v2.0/token", "it is a POST, not a GET", 400],
    ["GET", "/metadata/endpoint", "GET", "/metadata/endpoints", '"endpoint" should be "endpoints"', 400],
    ["GET", "/metadata/identity/oauth2/tokens", "GET", "/metadata/identity/oauth2/token", '"tokens" should be "token"', 400],
    ["POST", "/wsmann", "POST", "/wsman", '"wsmann" should be "wsman"', 400],
    ["GET", "/metadata/identity/oauth2/tokens", "GET", "/metadata/identity/oauth2/token", '"tokens" should be "token"', 404],
    ["GET", "/msi/tokens", "GET", "/msi/token", '"tokens" should be "token"', 404],
  ])("%s %s is nearest to %s %s in the journal: %s", async (method, url, wanted, path, differs, status) => {
    // Over https Azure Resource Manager's front door answers, over http the emulator.
    expect(await ask(emulator, `${status === 404 ? emulator.httpUrl : emulator.url}${url}`, { method })).toMatchObject({ status, json: { error: { code: status === 404 ? "NotFound" : "MissingApiVersionParameter" } } });
    expect(emulator.requests().at(-1)!.nearest).toEqual({ id: null, method: wanted, path, differs });
  });
});

test.each(operations.map(({ method, path, id }) => [method, path, id]))("%s %s is an operation, and has no nearest", (method, path) => {
  expect(nearestOperation(method, path)).toBeUndefined();
  expect(nearestOperation(method, `${path.toUpperCase()}/`)).toBeUndefined();
});
