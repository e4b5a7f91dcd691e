import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { run } from "../run";
import { temporaryFolder } from "../temporary-folder";
import { ask, CLIENT, SUBSCRIPTION } from "./wire";

let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator()));
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const control = (route: string, query = "", body?: string, type = "application/json") => {
  const [method = "", path = ""] = route.split(" ");
  return ask(emulator, `${emulator.httpUrl}/_emulator/${path}${query}`, { method, ...(body === undefined ? {} : { body, headers: { "content-type": type } }) });
};

const SESSION = "sessions/sh-0.contoso.com/3";
const narrowed = ["GET sessions", `GET ${SESSION}/returns`, `PUT ${SESSION}/returns`, `DELETE ${SESSION}/returns`, `POST ${SESSION}/disconnect`, `POST ${SESSION}/sign-out`, "GET hosts", "POST hosts/sh-0.contoso.com/drain", "GET transitions", "PUT transitions", "GET world", "PUT world", "POST reset", "POST sessions", "GET messages", "DELETE messages", "GET events", "GET env", "GET faults", "POST faults", "DELETE faults", "GET requests", "DELETE requests"];
const whole = ["GET health", "GET ca.pem", "GET ca-bundle.pem", "POST federated-tokens", "GET desktops", "POST desktops/vdi-001/disconnect", "GET clock", "POST clock", "GET throttle", "POST throttle", "GET role-assignments", `POST role-assignments/${CLIENT}`, "GET subscriptions", "POST subscriptions", `DELETE subscriptions/${SUBSCRIPTION}`, "DELETE faults/fault-1"];

describe("a route of the control plane", () => {
  test.each([...narrowed, ...whole])("refuses a parameter that it does not take, and does nothing: %s", async (route) => {
    const fault = emulator.faults.add({ status: 500 });
    emulator.world.disconnect(emulator.world.session("sh-0.contoso.com", 2));
    const before = emulator.world.snapshot();
    const { status, json } = await control(route, "?subscripton=nope", "{}");
    expect(status).toBe(400);
    expect(json.error.message).toMatch(new RegExp(`^${route.split(" ")[0]} /_emulator/\\S+ takes no parameter "subscripton"\\. It takes (none|\\w.*)\\.$`));
    expect(emulator.world.snapshot()).toEqual(before);
    expect(emulator.faults.list().map(({ id }) => id)).toEqual([fault]);
  });

  test.each(whole)("that is about the whole emulator says so to who names a subscription: %s", async (route) => {
    expect(await control(route, `?subscription=${SUBSCRIPTION}`, "{}")).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining('takes no parameter "subscription": what it is about is the whole emulator\'s, and of no one subscription.') } } });
  });

  test.each([
    ["PUT sessions", "GET, POST, HEAD"],
    ["PATCH world", "GET, PUT, HEAD"],
    ["GET reset", "POST"],
    [`POST ${SESSION}/returns`, "GET, PUT, DELETE, HEAD"],
    [`GET ${SESSION}/disconnect`, "POST"],
    ["DELETE health", "GET, HEAD"],
    ["GET faults/fault-1", "DELETE"],
    ["OPTIONS clock", "GET, POST, HEAD"],
  ])("says which methods it has: %s", async (route, allow) => {
    expect(await control(route)).toMatchObject({ status: 405, headers: { allow }, json: { error: { code: "ControlError", message: expect.stringContaining(`There is no ${route.split(" ")[0]} of /_emulator/`) } } });
  });

  test("answers HEAD as it does GET", async () => {
    expect(await control("HEAD world")).toMatchObject({ status: 200, text: "" });
    expect((await control("HEAD world", "?nothing=1")).status).toBe(400);
  });

  test.each(["yes", "TRUE", "1"])("takes true and false for force, and not %s", async (value) => {
    expect(await control(`POST ${SESSION}/sign-out`, `?force=${value}`)).toMatchObject({ status: 400, json: { error: { message: `force is "${value}", and must be true or false.` } } });
    expect(await control(`POST ${SESSION}/disconnect`, "?force=true")).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining("takes no parameter \"force\"") } } });
    expect(emulator.world.session("sh-0.contoso.com", 3).sessionState).toBe("Active");
  });

  test("tells the version with its health", async () => {
    expect((await control("GET health")).json).toEqual({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  test("forgets messages, all or those of a subscription", async () => {
    const other = emulator.addSubscription();
    for (const subscription of [SUBSCRIPTION, other]) emulator.world.message(emulator.world.session("sh-0.contoso.com", 2, undefined, subscription), "Tonight", "22:00");
    expect((await control("DELETE messages", `?subscription=${other}`)).json).toEqual({ forgotten: 1 });
    expect((await control("GET messages")).json.messages).toMatchObject([{ subscriptionId: SUBSCRIPTION }]);
    expect((await control("DELETE messages")).json).toEqual({ forgotten: 1 });
    expect(emulator.world.allMessages).toEqual([]);
  });

  test("shows how a user comes back, and refuses to be told nothing of it", async () => {
    expect((await control(`GET ${SESSION}/returns`)).json).toEqual({});
    for (const body of [undefined, "{}", "[]"]) expect(await control(`PUT ${SESSION}/returns`, "", body)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/^Could not let the user return: .* Give {"after": "10m"}/) } } });
    await control(`PUT ${SESSION}/returns`, "", '{"after": "10m"}');
    expect((await control(`GET ${SESSION}/returns`)).json).toMatchObject({ after: "10m" });
  });
});

describe("a host that several subscriptions have", () => {
  test("is named with them, and told apart by one", async () => {
    const other = emulator.addSubscription();
    const both = `There is a session host sh-0.contoso.com in each of the host pools rg-avd/pool-1 of the subscription ${SUBSCRIPTION}, rg-avd/pool-1 of the subscription ${other}.`;
    expect(await control(`POST ${SESSION}/disconnect`)).toMatchObject({ status: 409, json: { error: { message: `${both} Say which by ?subscription=, of those.` } } });
    expect(() => emulator.world.session("sh-0.contoso.com", 3)).toThrow(`${both} Say which by the argument subscriptionId.`);
    expect((await control(`POST ${SESSION}/disconnect`, `?subscription=${other}`)).json).toMatchObject({ subscriptionId: other, sessionState: "Disconnected" });
    const ids = (rows: { subscriptionId: string }[]) => [...new Set(rows.map(({ subscriptionId }) => subscriptionId))];
    expect(ids((await control("GET sessions")).json.sessions)).toEqual([SUBSCRIPTION, other]);
    expect(ids((await control("GET hosts")).json.hosts)).toEqual([SUBSCRIPTION, other]);
  });
});

describe("a seed that comes over the wire", () => {
  const folder = temporaryFolder();
  const [file, pipe] = [join(folder, "world.yaml"), join(folder, "pipe.yaml")];
  writeFileSync(file, "subscriptions: {}\n");
  beforeAll(() => run("mkfifo", [pipe], {}));

  test.each([
    ["the path of a seed, as JSON", JSON.stringify(file), "application/json"],
    ["the path of a seed, as YAML", file, "application/yaml"],
    ["the path of what would never end", pipe, "application/yaml"],
    ["the path of what is not there", "/nowhere/world.yaml", "application/yaml"],
    ["any text", "not json", "application/x-www-form-urlencoded"],
    ["a list", "[]", "application/json"],
    ["a number", "5", "application/json"],
    ["nothing in so many words", "null", "application/json"],
  ])("is an object, and not %s", async (_what, body, type) => {
    const before = emulator.world.snapshot();
    expect(await control("PUT world", "", body, type)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/^The body is (".*"|a list|5|null), and must be an object\. Send a seed/) } } });
    expect(emulator.world.snapshot()).toEqual(before);
  });

  test("and one of a file is that of a regular file: nobody waits for a pipe", async () => {
    await expect(startEmulator({ seed: pipe })).rejects.toThrow(`Could not read the seed ${pipe}: it is no regular file.`);
  });
});
