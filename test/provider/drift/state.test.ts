import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeState } from "../../../dist/provider/drift/decode-state";
import { readState } from "../../../dist/provider/drift/state";
import { checkpoint, encrypted, exported, provider, resource, shown } from "./state-of";

const read = (document: unknown) => readState(document, "state.json");
const only = (document: unknown) => read(document).intents[0]!;
const textOf = (document: unknown): string => JSON.stringify(document);

describe("a state", () => {
  const stack = { urn: "urn:pulumi:prod::desktops::pulumi:pulumi:Stack::desktops-prod", type: "pulumi:pulumi:Stack" };

  it.each<[string, Buffer]>([
    ["what pulumi stack export prints", Buffer.from(textOf(exported(resource("bob-off"))))],
    ["what a backend keeps", Buffer.from(textOf(checkpoint(resource("bob-off"))))],
    ["what a backend keeps gzip'd", gzipSync(textOf(checkpoint(resource("bob-off"))))],
    ["what PowerShell 5 redirects", Buffer.from(`\ufeff${textOf(exported(resource("bob-off")))}`, "utf16le")],
    ["a file that an editor gave a byte order mark", Buffer.from(`\ufeff${textOf(exported(resource("bob-off")))}`)],
    ["the version that has features", Buffer.from(textOf({ ...exported(resource("bob-off")), version: 4 }))],
  ])("is %s", (_, bytes) => {
    expect(read(decodeState(bytes, "state.json"))).toMatchObject({ stack: "desktops/prod", intents: [{ name: "bob-off", intent: "SessionDisconnected" }] });
  });

  it.each<[string, unknown, string | undefined]>([
    ["that was exported before its first update", exported(), undefined],
    ["that a backend keeps before its first update", checkpoint(), "desktops/prod"],
    ["whose checkpoint has nothing in it yet", { version: 3, checkpoint: { stack: "organization/desktops/prod" } }, "desktops/prod"],
    ["with other resources", exported(stack, provider({}), { ...stack, urn: "urn:pulumi:prod::desktops::aws:s3:Bucket::b", type: "aws:s3:Bucket" }), "desktops/prod"],
  ])("%s has no intents", (_, document, name) => {
    expect(read(document)).toEqual({ stack: name, intents: [] });
  });

  it.each<[string, string, RegExp]>([
    ["an empty file", "", /^Could not read the state state\.json: it is empty\. Give what/],
    ["text", "hunter2", /it is not JSON\./],
    ["half a file", textOf(exported(resource("bob-off"))).slice(0, 200), /it is not JSON\./],
    ["half a gzip file", gzipSync(textOf(exported())).subarray(0, 30).toString("latin1"), /begins like a gzip file and is none/],
    ["null", "null", /it is JSON, and no state of a Pulumi stack/],
    ["a list", "[]", /it is JSON, and no state of a Pulumi stack/],
    ["a package.json", '{"name":"desktops","version":"1.0.0"}', /it is JSON, and no state of a Pulumi stack/],
    ["a state of terraform", '{"version":4,"terraform_version":"1.9.0","resources":[]}', /neither a deployment nor a checkpoint/],
    ["an old format", '{"version":2,"deployment":{}}', /its format is version 2, and only 3 and 4 are known\. Export it with the Pulumi CLI of now/],
    ["a newer format", '{"version":5,"deployment":{}}', /its format is version 5/],
    ["a deployment of nothing", '{"version":3,"deployment":{}}', /there is nothing in its deployment, not even that it is empty/],
    ["a checkpoint of no stack", '{"version":3,"checkpoint":{}}', /there is nothing in its checkpoint/],
    ["a checkpoint whose latest is null", '{"version":3,"checkpoint":{"stack":"organization/desktops/prod","latest":null}}', /there is nothing in its checkpoint/],
    ["a checkpoint whose latest is none", '{"version":3,"checkpoint":{"stack":"organization/desktops/prod","latest":[]}}', /there is nothing in its checkpoint/],
    ["resources that are null", '{"version":3,"deployment":{"manifest":{},"resources":null}}', /its resources are not a list of resources/],
    ["resources that are none", '{"version":3,"deployment":{"resources":[{"urn":"x"}]}}', /its resources are not a list of resources/],
    ["resources that are no list", '{"version":3,"deployment":{"resources":{}}}', /its resources are not a list of resources/],
    ["an intent of a later version", textOf(exported(resource("x", {}, "HostPainted"))), /of the type HostPainted, which this version of pulumi-desktop-sessions does not know/],
  ])("is not %s", (_, text, message) => {
    const refused = () => read(decodeState(Buffer.from(text, "latin1"), "state.json"));
    expect(refused).toThrow(message);
    expect(refused).toThrow(expect.objectContaining({ name: "StateUnreadable" }) as Error);
    expect(refused).not.toThrow("hunter2");
  });
});

describe("the intents of a state", () => {
  it("are found inside of components, and not where they wait for their deletion", () => {
    const nested = { ...resource("inner"), urn: "urn:pulumi:prod::desktops::my:Component$pulumi-nodejs:dynamic/desktop-sessions:SessionDisconnected::inner" };
    const { intents } = read(exported(resource("old", {}, "SessionLoggedOff", { delete: true }), nested, resource("twice"), resource("twice", {}, undefined, { delete: true })));
    expect(intents.map(({ name }) => name)).toEqual(["inner", "twice"]);
  });

  it("may hide what they say to people", () => {
    const { properties } = only(exported(resource("note", { title: encrypted, body: shown("hunter2"), triggers: encrypted }, "MessageSent")));
    expect(properties).not.toBeInstanceOf(Error);
    expect(JSON.stringify(properties)).not.toContain("hunter2");
  });

  it.each<[string, object, RegExp]>([
    ["the scope is encrypted", { scope: encrypted }, /^Could not read the intent bob-off: scope of it is secret, and a drift report reads no secrets\. /],
    ["a part of the selector is encrypted", { sessions: { user: encrypted } }, /sessions of it is secret/],
    ["the selector was exported with --show-secrets", { sessions: shown({ user: "hunter2" }) }, /sessions of it is secret/],
    ["an exception is encrypted", { sessions: { sessionHost: "sh-0.contoso.com", except: { users: [encrypted] } } }, /sessions of it is secret/],
    ["the pinned session is encrypted", { pinned: encrypted, maxSessions: encrypted }, /maxSessions and pinned of it are secret/],
    ["there is no scope", { scope: undefined }, /scope is missing; /],
    ["there is no selector", { sessions: undefined }, /sessions is missing; /],
    ["the selector selects nobody", { sessions: {} }, /selects nobody in particular/],
    ["the selector has what is none", { sessions: { usr: "bob@contoso.com" } }, /sessions\.usr is not a property/],
    ["the pinned session is none", { pinned: { user: "bob@contoso.com" } }, /pinned\.sessionHost is missing/],
    ["it was settled at no time", { settledAt: "yesterday" }, /settledAt is "yesterday"; expected a time/],
  ])("cannot be looked at where %s", (_, outputs, message) => {
    const { properties } = only(exported(resource("bob-off", outputs)));
    expect(properties).toMatchObject({ name: "StateUnreadable", message: expect.stringMatching(message) as string });
    expect((properties as Error).message).not.toContain("hunter2");
  });
});

describe("the configuration", () => {
  it("is what the provider was given in clear", () => {
    const { config } = only(exported(provider({ "desktop-sessions:tenantId": "t", "desktop-sessions:clientSecret": encrypted, "desktop-sessions:rdsPassword": shown("hunter2"), "azure:tenantId": "other", "desktop-sessionz:cloud": "china", "acme:password": encrypted }), resource("bob-off")));
    expect(["tenantId", "clientSecret", "rdsPassword", "cloud"].map((key) => config.get(key))).toEqual(["t", undefined, undefined, undefined]);
    expect(config.secret).toEqual(["clientSecret", "rdsPassword"]);
  });

  it("is that of the intent's own provider where there are two", () => {
    const other = { ...provider({ "desktop-sessions:tenantId": "other" }), urn: "urn:pulumi:prod::desktops::pulumi:providers:pulumi-nodejs::other" };
    const { intents } = read(exported(other, provider({ "desktop-sessions:tenantId": "own" }), resource("bob-off"), resource("orphan", {}, undefined, { provider: undefined })));
    expect(intents.map(({ config }) => config.get("tenantId"))).toEqual(["own", "other"]);
  });

  it("is nothing where the state has none", () => {
    expect(only(exported(resource("bob-off"))).config.get("tenantId")).toBeUndefined();
  });
});
