import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ArmBackend } from "../../../provider/arm/backend";
import { systemClock } from "../../../provider/clock";
import { azureSettings } from "../../../provider/settings/azure-settings";
import type { Session } from "../../../provider/session";
import { pool, useSample } from "../../sample";

const sample = useSample();

const backend = (scope = pool, environment: Record<string, string> = {}): ArmBackend =>
  new ArmBackend(scope, azureSettings(() => undefined, { ...sample.emulator.env(), ...environment }), systemClock);

const bob = async (): Promise<Session> => (await backend().sessions("now")).find(({ user }) => user === "bob@contoso.com")!;

describe("reading", () => {
  it("tells every session of the pool, with its host and id", async () => {
    const sessions = await backend().sessions("now");
    expect(sessions.map(({ sessionHost, sessionId, user, state, applicationType }) => [sessionHost, sessionId, user, state, applicationType])).toEqual(
      expect.arrayContaining([
        ["sh-0.contoso.com", "2", "alice@contoso.com", "Active", "Desktop"],
        ["sh-0.contoso.com", "3", "bob@contoso.com", "Active", "Desktop"],
        ["sh-0.contoso.com", "5", "carol@contoso.com", "Disconnected", "Desktop"],
        ["sh-1.contoso.com", "2", "dave@contoso.com", "Active", "RemoteApp"],
      ]),
    );
    expect(sessions).toHaveLength(4);
  });

  it("tells when a session was created, to the millisecond", async () => {
    const { createTime } = await bob();
    expect(Date.parse(createTime!)).toBe(Date.parse(sample.bob.createTime));
  });

  it("follows the pages of a large pool to the end", async () => {
    const host = sample.emulator.world.sessionHost("sh-1.contoso.com");
    for (let i = 0; i < 2_500; i++) sample.emulator.world.signIn(host, { userPrincipalName: `user${i}@contoso.com` });
    const sessions = await backend().sessions("now");
    expect(new Set(sessions.map(({ user }) => user)).size).toBe(2_504);
  });

  it("tells who has an id right now, or that nobody has it", async () => {
    const seen = await bob();
    expect(await backend().session(seen)).toEqual(seen);
    sample.emulator.world.logOff(sample.bob);
    expect(await backend().session(seen)).toBeUndefined();
    sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "eve@contoso.com" });
    expect(await backend().session(seen)).toMatchObject({ sessionId: "3", user: "eve@contoso.com" });
  });
});

describe("acting", () => {
  it("disconnects a session and leaves it there", async () => {
    await backend().disconnect(await bob());
    expect(sample.bob.sessionState).toBe("Disconnected");
  });

  it("logs off a session", async () => {
    const seen = await bob();
    await backend().logOff(seen, { force: false });
    expect(await backend().session(seen)).toBeUndefined();
  });

  it("sends a message with title and body as they are", async () => {
    expect(await backend().message(await bob(), { title: "Tonight — ßü", body: "22:00\n\"quoted\" <b>" })).toEqual({ status: "sent" });
    expect(sample.emulator.world.messages).toMatchObject([{ userPrincipalName: "bob@contoso.com", title: "Tonight — ßü", body: "22:00\n\"quoted\" <b>" }]);
  });

  it("takes a session that is gone for done", async () => {
    const seen = await bob();
    sample.emulator.world.logOff(sample.bob);
    await backend().disconnect(seen);
    await backend().logOff(seen, { force: false });
    await backend().logOff(seen, { force: true });
    expect(await backend().message(seen, { title: "t", body: "b" })).toEqual({ status: "gone" });
  });
});

describe("failing", () => {
  it("names the pool that does not exist", async () => {
    await expect(backend({ ...pool, hostPoolName: "pool-9" }).sessions("now")).rejects.toThrow(
      /^Could not list the sessions of rg-avd\/pool-9: ARM answered 404: .*pool-9.*\. Check subscriptionId/,
    );
  });

  it("says that the secret is wrong, and does not say the secret", async () => {
    const failed = await backend(pool, { AZURE_CLIENT_SECRET: "hunter2" }).sessions("now").catch((error: unknown) => error as Error);
    expect(failed).toMatchObject({ name: "SignInFailed" });
    expect((failed as Error).message).toMatch(
      /^Could not sign in at 127\.0\.0\.1:\d+ as 2{8}-.* of tenant 1{8}-.*: .* answered 401: AADSTS7000215: Invalid client secret.*'\. Check tenant, client and secret/,
    );
    expect((failed as Error).message).not.toContain("hunter2");
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["the tenant that does not exist", { AZURE_TENANT_ID: "11111111-1111-1111-1111-111111111119" }, /answered 400: AADSTS90002: Tenant '1.*9' not found/],
    ["what is not set", { AZURE_TENANT_ID: "", AZURE_CLIENT_SECRET: "" }, /Not set: AZURE_TENANT_ID; AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH \(/],
    ["the certificate that is not there", { AZURE_CLIENT_SECRET: "", AZURE_CLIENT_CERTIFICATE_PATH: "/nowhere/client.pem" }, /no such file or directory, open '\/nowhere\/client\.pem'/],
    ["the resource that the authority does not know", { DESKTOP_SESSIONS_ARM_ENDPOINT: "https://arm.invalid" }, /AADSTS500011: The resource principal named https:\/\/arm\.invalid was not found/],
  ])("to sign in names %s", async (_, environment, why) => {
    Object.assign(process.env, environment); // Azure's own credentials read it, too
    await expect(backend(pool, environment).sessions("now")).rejects.toThrow(why);
    await expect(backend(pool, environment).sessions("now")).rejects.toMatchObject({ name: "SignInFailed" });
  });

  it("carries no token, however deep one looks", async () => {
    const failed = await backend({ ...pool, hostPoolName: "pool-9" }).sessions("now").catch((error: unknown) => error);
    expect(failed).toMatchObject({ cause: { statusCode: 404, code: "ParentResourceNotFound" } });
    expect(inspect(failed, { depth: Infinity, showHidden: true })).not.toMatch(/eyJ|Bearer|authorization/i);
  });
});
