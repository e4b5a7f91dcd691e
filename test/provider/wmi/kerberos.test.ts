import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { run, type Ended } from "../../run";
import { temporaryFolder } from "../../temporary-folder";
import { useBroker } from "./broker";
import { bob, enumerated, row } from "./wire";

/**
 * The package has native parts and wants a domain, so another stands in for it here, with the part of its interface that is
 * used. A process of its own finds it by NODE_PATH, as a program finds what is installed beside it.
 */
const standIn = (initializeClient: string): string => `module.exports = { GSS_MECH_OID_SPNEGO: 6, initializeClient: ${initializeClient} };`;
const twice = `
  const { WmiBackend } = require(${JSON.stringify(resolve("dist/provider/wmi/backend"))});
  const backend = new WmiBackend({ connectionBroker: "rdcb1.contoso.com" }, JSON.parse(process.argv[1]), { now: () => 0 });
  (async () => {
    for (const _ of [1, 2]) console.log((await backend.sessions("now")).length);
    process.exit();
  })().catch((error) => { console.error(error.message); process.exit(1); });`;

describe("Kerberos", () => {
  const broker = useBroker();
  const ask = async (initializeClient: string): Promise<Ended> => {
    const folder = temporaryFolder();
    await mkdir(join(folder, "kerberos"));
    await writeFile(join(folder, "kerberos/index.js"), standIn(initializeClient));
    const settings = broker.settings({ rdsAuthentication: "kerberos" });
    return run(process.execPath, ["-e", twice, JSON.stringify(settings)], { env: { ...process.env, NODE_PATH: folder } });
  };

  it("signs in a connection with one token for the broker's service, and goes on without", async () => {
    broker.answering = () => ({ body: enumerated([row(bob)]) });
    const ended = await ask('async (service, { mechOID }) => ({ step: async (challenge) => Buffer.from([service, mechOID, challenge].join()).toString("base64") })');
    expect(ended).toEqual({ code: 0, stdout: "1\n1\n", stderr: "" });
    const token = `HTTP${process.platform === "win32" ? "/" : "@"}127.0.0.1,6,`;
    expect(broker.asked.map(({ headers }) => headers.authorization)).toEqual([`Negotiate ${Buffer.from(token).toString("base64")}`, undefined]);
    expect(broker.asked[1]!.socket).toBe(broker.asked[0]!.socket);
  });

  it("says that there is no ticket, and has told nobody anything", async () => {
    const { code, stderr } = await ask('async () => { throw new Error("No credentials cache found\\nand more"); }');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/Could not sign in at 127\.0\.0\.1:\d+.* with kerberos: there is no Kerberos ticket for HTTP\/127\.0\.0\.1: No credentials cache found\. Check/) as string,
    });
    expect(broker.asked).toHaveLength(0);
  });

  it("says what to install where its package is missing", async () => {
    await expect(broker.backend({ rdsAuthentication: "kerberos" }).sessions("now")).rejects.toThrow(
      /Could not sign in with kerberos: the optional package "kerberos" cannot be loaded .* Run `npm install kerberos` beside the Pulumi program/,
    );
    expect(broker.asked).toHaveLength(0);
  });
});
