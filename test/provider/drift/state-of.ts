import { pool } from "../../sample";

/** The outputs of an intent about bob that was settled. */
const settled = {
  scope: pool,
  sessions: { user: "bob@contoso.com" },
  matched: 1,
  violations: [],
  settled: true,
  settledAt: "2026-11-01T00:00:00.000Z",
};

/** A secret as the engine keeps it, and as `--show-secrets` shows it. */
export const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc:def" };
export const shown = (value: unknown): object => ({ ...encrypted, ciphertext: undefined, plaintext: JSON.stringify(value) });

export const urnOf = (name: string, intent = "SessionDisconnected", stack = "prod"): string =>
  `urn:pulumi:${stack}::desktops::pulumi-nodejs:dynamic/desktop-sessions:${intent}::${name}`;

/** An intent as it lies among the resources of a state. */
export const resource = (name: string, outputs: object = {}, intent = "SessionDisconnected", more: object = {}): object => ({
  urn: urnOf(name, intent),
  custom: true,
  id: name,
  type: `pulumi-nodejs:dynamic/desktop-sessions:${intent}`,
  inputs: {},
  outputs: { __provider: "exports.handler = …", ...settled, ...outputs },
  provider: "urn:pulumi:prod::desktops::pulumi:providers:pulumi-nodejs::default::3f635e35-e5c6-48b2-8ff2-7dc12e905d64",
  ...more,
});

/** The provider that the resources name, with the stack's configuration. */
export const provider = (inputs: object): object => ({
  urn: "urn:pulumi:prod::desktops::pulumi:providers:pulumi-nodejs::default",
  custom: true,
  id: "3f635e35-e5c6-48b2-8ff2-7dc12e905d64",
  type: "pulumi:providers:pulumi-nodejs",
  inputs,
  outputs: inputs,
});

/** As `pulumi stack export` prints it. */
export const exported = (...resources: readonly object[]): object => ({ version: 3, deployment: { manifest: { time: "", magic: "", version: "" }, resources, metadata: {} } });

/** The same of another stack of the project. */
export const inStack = (stack: string, document: object): object => JSON.parse(JSON.stringify(document).replaceAll("urn:pulumi:prod::", `urn:pulumi:${stack}::`)) as object;

/** As a backend keeps it. */
export const checkpoint = (...resources: readonly object[]): object => ({
  version: 3,
  checkpoint: { stack: "organization/desktops/prod", latest: { manifest: { time: "", magic: "", version: "" }, ...(resources.length > 0 && { resources }), metadata: {} } },
});
