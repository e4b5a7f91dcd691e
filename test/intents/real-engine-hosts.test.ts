import { HostDrained, HostMaintenance, MessageSent, SessionDisconnected, type HostMaintenanceArgs } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { realStack } from "./real-stack";

const sample = useSample();
const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
const drainedHosts = (): readonly string[] => [sh0, sh1].filter((name) => !sample.emulator.world.sessionHost(name).allowNewSession);
const failureOf = async (work: Promise<unknown>): Promise<string> => work.then(() => expect.fail("it should have failed"), (error: unknown) => (error as Error).message);
/** The work on a host is to tell dave, who may stay where he is. */
const maintenance = (more: Partial<HostMaintenanceArgs>) =>
  new HostMaintenance("patch", {
    scope: pool,
    sessionHosts: [sh0],
    except: { users: ["dave@contoso.com"] },
    triggers: ["b"],
    work: (name, options, emptiedAt) => new MessageSent(`work-on-${name}`, { scope: pool, sessions: { user: "dave@contoso.com" }, title: "Work", body: name, triggers: [emptiedAt], timeoutSeconds: 1 }, options),
    ...more,
  });
const stackOf = (program: () => unknown, environment: Record<string, string> = {}) => realStack(async () => void program(), { ...sample.emulator.env(), PULUMI_HOME: temporaryFolder(), ...environment });

describe.skipIf(installedCli === undefined)(`hosts in the real engine${skipReason}`, () => {
  it("that left the program block the others, until they are returned as the error says", async () => {
    let sessionHosts = [sh0];
    const stack = await stackOf(() => maintenance({ sessionHosts, minimumAvailable: 1, notice: { title: "Maintenance", body: "Please save your work.", minutes: 60 } }));
    await failureOf(stack.up());
    sessionHosts = [sh1];
    const failure = await failureOf(stack.up());
    expect(failure).toContain(`In drain mode: ${sh0}.`);
    expect(failure).toContain("pulumi destroy --target URN");
    const { deployment } = (await stack.exportStack()) as unknown as { deployment: { resources: { urn: string }[] } };
    const { urn } = deployment.resources.find((resource) => resource.urn.endsWith(`::patch-${sh0}`))!;
    await stack.destroy({ target: [urn] });
    expect(drainedHosts()).toEqual([]);
    await stack.up();
    expect([drainedHosts(), sample.emulator.world.messages.map(({ body }) => body)]).toEqual([[], expect.arrayContaining([sh1])]);
  });

  describe("that two intents hold", () => {
    let names: readonly string[];
    /** The first has drained it. */
    const program = (): unknown => names.reduce<HostDrained[]>((before, name) => [...before, new HostDrained(name, { scope: pool, sessionHost: sh0 }, { dependsOn: before })], []);

    it("are returned by an update with a refresh that deletes both", async () => {
      names = ["one", "two"];
      const stack = await stackOf(program);
      await stack.up();
      names = [];
      await stack.up({ refresh: true });
      expect(drainedHosts()).toEqual([]);
    });

    it.each<[string, Record<string, string>]>([["a refresh", {}], ["a refresh that shows no differences, as in former times", { PULUMI_ENABLE_LEGACY_REFRESH_DIFF: "true" }]])(
      "stay drained to the other in an update with %s that deletes one",
      async (_, environment) => {
        names = ["one", "two"];
        const stack = await stackOf(program, environment);
        await stack.up();
        names = ["two"];
        expect((await stack.up({ refresh: true, color: "never" })).stdout).toContain(`${sh0} stays drained: another intent of the stack holds it.`);
        expect(drainedHosts()).toEqual([sh0]);
      },
    );
  });

  it("and sessions are not spoken of as the last program had it where a refresh runs the program of now", async () => {
    let user = "bob@contoso.com";
    const stack = await stackOf(() => new SessionDisconnected("off", { scope: pool, sessions: { user } }));
    await stack.up();
    sample.emulator.world.reconnect(sample.bob);
    user = "alice@contoso.com";
    const foretold = async (said: Promise<{ stdout: string }>): Promise<readonly string[]> => [...new Set((await said).stdout.match(/To be .*$/gm))];
    expect(await foretold(stack.preview({ refresh: true, runProgram: true, color: "never" }))).toEqual([`To be disconnected: session 2 of alice@contoso.com on ${sh0}.`]);
    expect(await foretold(stack.refresh({ runProgram: true, color: "never" }))).toEqual([]);
    expect(sample.alice.sessionState).toBe("Active");
  });

  it("of which one fails: the other is said to stay drained, and is worked on and returned by the next update", async () => {
    const { faults, world } = sample.emulator;
    const stack = await stackOf(() => maintenance({ sessionHosts: [sh0, sh1], atOnce: 2, timeoutSeconds: 1 }));
    world.signIn(world.sessionHost(sh1), { userPrincipalName: "erin@contoso.com" });
    // It begins when the other is empty, and has failed before the work on that can end.
    faults.add({ operation: "UserSessions_Delete", sessionHost: sh1, status: 403 });
    faults.add({ operation: "UserSessions_SendMessage", status: 403 });
    expect(await failureOf(stack.up())).toContain(`${sh0} is empty, and stays drained until the work on it is done.`);
    expect(drainedHosts()).toEqual([sh0]);
    faults.clear();
    await stack.up();
    expect(drainedHosts()).toEqual([]);
  });

  it("that one batch would leave too few of are foreseen by a preview, and taken in turn they are not", async () => {
    let atOnce = 1;
    const stack = await stackOf(() => maintenance({ sessionHosts: [sh0, sh1], atOnce, minimumAvailable: 1 }));
    const refused = /Could not drain (\S+) in rg-avd\/pool-1: minimumAvailable is 1, and without it no host/;
    expect((await stack.preview()).stdout).not.toMatch(refused);
    atOnce = 2;
    const { stdout } = await stack.preview(); // which says each line twice
    // The engine comes to the hosts of a batch in an order of its own, and each time in another one.
    const [, failing] = refused.exec(stdout)!;
    expect(stdout).toContain(`The update would fail at ${failing}, and touch nobody on it. Could not drain ${failing} in`);
    expect(new Set(stdout.match(/To be drained: \S+\./g))).toEqual(new Set([`To be drained: ${failing === sh0 ? sh1 : sh0}.`]));
    expect(await failureOf(stack.up())).toMatch(refused);
    expect(drainedHosts()).toHaveLength(1);
  });

  it("whose triggers are again those of before are returned, without the work on them", async () => {
    const { world } = sample.emulator;
    let trigger = "b";
    const stack = await stackOf(() => maintenance({ triggers: [trigger], ...(trigger === "c" && { notice: { title: "Maintenance", body: "Please save your work.", minutes: 60 } }) }));
    await stack.up();
    world.signIn(world.sessionHost(sh0), { userPrincipalName: "erin@contoso.com" });
    trigger = "c";
    expect(await failureOf(stack.up())).toContain("is not empty yet");
    trigger = "b";
    expect((await stack.preview()).stdout).toContain(`To be returned, since it was emptied for these triggers before: ${sh0}.`);
    await stack.up();
    expect([drainedHosts(), world.sessionHost(sh0).sessionCount, world.messages.filter(({ title }) => title === "Work").length]).toEqual([[], 1, 1]);
    await stack.up({ refresh: true, expectNoChanges: true });
  });
});
