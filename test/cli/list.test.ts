import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { azureEstate } from "../intents/azure-estate";
import { rdsEstate } from "../intents/rds-estate";
import { useEstates } from "../provider/drift/use-estates";
import { run, type Ended } from "../run";

const main = resolve(__dirname, "../../dist/cli/main.js");
const estates = useEstates();
/** The command as it is shipped. */
const list = (...args: readonly string[]): Promise<Ended> => run(process.execPath, [main, "list", ...args], { env: { ...process.env, ...estates.emulator.env(), NO_COLOR: "1" } });

const azure = ["--subscription", "00000000-0000-0000-0000-000000000001", "--resource-group", "rg-avd", "--host-pool", "pool-1"];
const rds = ["--broker", "rdcb1.contoso.com", "--collection", "Pool1"];

describe.each([
  { estate: azureEstate, scope: azure },
  { estate: rdsEstate, scope: rds },
])("desktop-sessions list, $estate.system", ({ estate, scope }) => {
  const [first, second] = estate.hosts;
  const alice = estate.userOf("alice");

  it("shows who is where, by host and id", async () => {
    const { code, stdout, stderr } = await list(...scope);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = stdout.trim().split("\n").map((line) => line.split(/ {2,}/).slice(0, 4));
    expect(rows).toEqual([
      ["HOST", "ID", "USER", "STATE"],
      [first, "2", alice, "Active"],
      [first, "3", estate.userOf("bob"), "Active"],
      [first, "5", estate.userOf("carol"), "Disconnected"],
      [second, "2", estate.userOf("dave"), "Active"],
    ]);
  });

  it.each<[readonly string[], readonly string[]]>([
    [["--user", alice], ["alice"]],
    [["--session-host", second], ["dave"]],
    [["--session-host", first, "--session-id", "3"], ["bob"]],
    [["--state", "Disconnected"], ["carol"]],
    [["--except-user", alice, "--except-user", estate.userOf("bob")], ["carol", "dave"]],
    [["--except-session-host", first], ["dave"]],
    [["--user", alice, "--state", "Disconnected"], []],
  ])("with %j lists those who match, as JSON", async (selector, people) => {
    const { code, stdout } = await list(...scope, ...selector, "--json");
    expect(code).toBe(0);
    const sessions = JSON.parse(stdout) as { user: string }[];
    expect(sessions.map(({ user }) => user).sort()).toEqual(people.map((person) => estate.userOf(person)));
  });

  it("says that nobody matches, and is content", async () => {
    expect(await list(...scope, "--user", estate.userOf("nobody"))).toEqual({ code: 0, stdout: "No session matches.\n", stderr: "" });
  });

  it("touches nobody", async () => {
    await list(...scope);
    expect(estate.in(estates.emulator).calls).toEqual(["list"]);
  });
});

describe("desktop-sessions list refuses", () => {
  it.each<[string, readonly string[], string]>([
    ["no scope", [], "Whose sessions? Give --subscription, --resource-group and --host-pool, or --broker."],
    ["half a scope", ["--host-pool", "pool-1"], "--subscription and --resource-group are missing."],
    ["a collection of no broker", ["--collection", "Pool1"], "--broker is missing."],
    ["two scopes", [...azure, ...rds], "--subscription is of a host pool, and --broker of a deployment"],
    ["an option that there is not", [...azure, "--usr", "bob"], "Unknown option '--usr'"],
    ["a word", [...azure, "bob"], 'Did not understand "bob"'],
    ["a subscription that is none", ["--subscription", "x", ...azure.slice(2)], 'desktop-sessions: --subscription is "x"; expected a UUID'],
    ["a user that is none", [...azure, "--user", "bob*"], 'desktop-sessions: --user is "bob*"; expected the whole of a user principal name'],
    ["a state that is none", [...rds, "--state", "Gone"], 'desktop-sessions: --state is "Gone"; expected one of Active'],
    ["an age where there is none", [...rds, "--older-than", "8h"], '--older-than is "8h"; UnsupportedByBackend: '],
    ["an exception that is none", [...azure, "--except-user", "alice@contoso.com", "--except-user", "bob"], 'desktop-sessions: --except-user is "bob"; expected'],
    ["two that are none", [...rds.slice(0, 2), "--collection", " ", "--session-host", "a b"], '--session-host is "a b"; '],
    ["an id without a host", [...azure, "--session-id", "3"], "--session-host is missing: every host gives out the same ids."],
    ["a pool that is not there", [...azure.slice(0, -1), "pool-9"], "Could not list the sessions of rg-avd/pool-9: ARM answered 404"],
  ])("%s, and exits 1", async (_, args, message) => {
    const { code, stdout, stderr } = await list(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/Nothing was done|selector\.|scope\./);
  });
});

describe("a sign-in of desktop-sessions list that fails", () => {
  it("is explained without a word about refreshes", async () => {
    const { code, stderr } = await run(process.execPath, [main, "list", ...azure], { env: { ...process.env, ...estates.emulator.env(), AZURE_CLIENT_SECRET: "hunter2" } });
    expect(code).toBe(1);
    expect(stderr).toContain("AADSTS7000215");
    expect(stderr).not.toMatch(/refresh|hunter2/);
  });
});

describe("the table of desktop-sessions list", () => {
  it("does not let the name of a user move the cursor", async () => {
    const { world } = estates.emulator;
    world.signIn(world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "eve\u001b[2J\u202e@contoso.com" });
    const { stdout } = await list(...azure);
    expect(stdout).toContain("eve");
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });
});
