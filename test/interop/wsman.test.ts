import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { selfSignedCertificate } from "../self-signed-certificate";
import { temporaryFolder } from "../temporary-folder";
import { emulate, reasonToSkip, title } from "./python";

const winrm = reasonToSkip("winrm, xmltodict");
const psrp = reasonToSkip("pypsrp");

describe("pywinrm", () => {
  test.skipIf(winrm !== undefined)(title(winrm, "drives the connection broker, by Basic and then by NTLM"), () => {
    const { status, stdout, stderr } = emulate("winrm_desktop_sessions.py");
    expect(status, stderr).toBe(0);
    const bob = { ClientMachineName: null, CollectionId: "Pool1", ConnectState: "0", DomainName: "CONTOSO", SessionId: "3", UserName: "bob", VMHostName: "hv-0.contoso.com", VMName: "vdi-002" };
    const seen = {
      vendor: "Microsoft Corporation",
      pulled: [["alice", "bob"], ["carol"]],
      selected: ["alice", "bob"],
      bob,
      disconnect: 0,
      state: "4",
      message: 0,
      missing: 1168,
      fault: [500, "a:DestinationUnreachable"],
      "wrong password": "the specified credentials were rejected by the server",
    };
    // Who comes second finds bob disconnected by the first.
    expect(JSON.parse(stdout)).toEqual({ basic: seen, ntlm: { ...seen, selected: ["alice"], bob: { ...bob, ConnectState: "4" } } });
  });
});

describe("pypsrp", () => {
  const seen = ["alice", "bob", "carol", "vdi-002", "0"];

  test.skipIf(psrp !== undefined)(title(psrp, "signs in to the connection broker by Basic, NTLM, SPNEGO and a certificate"), () => {
    const folder = temporaryFolder();
    const [key, certificate, seed] = ["key.pem", "certificate.pem", "seed.json"].map((name) => join(folder, name)) as [string, string, string];
    const made = selfSignedCertificate();
    writeFileSync(key, made.key);
    writeFileSync(certificate, made.certificate);
    const world = JSON.parse(readFileSync(resolve(__dirname, "../../emulator/seed/sample-world.json"), "utf8")) as { rds: { users: Record<string, object | string> } };
    world.rds.users["CONTOSO\\machine"] = { certificate: made.certificate };
    writeFileSync(seed, JSON.stringify(world));

    const { status, stdout, stderr } = emulate("psrp_desktop_sessions.py", { options: ["--seed", seed], env: { CLIENT_CERTIFICATE: certificate, CLIENT_KEY: key } });
    expect(status, stderr).toBe(0);
    const refused = "AuthenticationError";
    expect(JSON.parse(stdout)).toEqual({ basic: seen, ntlm: seen, negotiate: seen, certificate: seen, "wrong password": [refused, refused, refused], missing: 2150858842 });
  });
});

describe.each([["pywinrm", "winrm", winrm], ["pypsrp", "pypsrp", psrp]])("%s over http", (_, client, reason) => {
  const answers = (...options: string[]) => {
    const { status, stdout, stderr } = emulate("sealed_messages.py", { options, env: { CLIENT: client } });
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Record<"by default" | "unsealed", string>;
  };

  test.skipIf(reason !== undefined)(title(reason, "is told that sealed messages are not read here, and what to do about it"), () => {
    expect(answers("--allow-unencrypted")).toEqual({ "by default": expect.stringMatching(/the message is sealed.*Use https; or turn message encryption off in the client/), unsealed: "Microsoft Corporation" });
  });

  test.skipIf(reason !== undefined)(title(reason, "is told which option lets messages be unsealed"), () => {
    const option = expect.stringMatching(/start the emulator with --allow-unencrypted \(in code: allowUnencrypted\)/);
    expect(answers()).toEqual({ "by default": option, unsealed: option });
  });
});

describe("curl", () => {
  const features = spawnSync("curl", ["--version"], { encoding: "utf8" });
  const reason = features.error ? "there is no curl" : features.stdout.includes(' NTLM ') ? undefined : "this curl has no NTLM";
  const identify = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body><i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></e:Body></e:Envelope>';
  const script = `curl -sS --noproxy '*' --ntlm -u "$DESKTOP_SESSIONS_RDS_USERNAME:$DESKTOP_SESSIONS_RDS_PASSWORD$WRONG" -w '%{stderr}%{http_code}' -H 'Content-Type: application/soap+xml;charset=UTF-8' -d '${identify}' "$DESKTOP_SESSIONS_RDS_ENDPOINT"`;
  const main = resolve(__dirname, "../../dist/cli/main.js");

  // Its NTLM is another's than Python's: without Unicode, and under the scheme's own name.
  test.skipIf(reason !== undefined).each([["right", "", "200", "Microsoft Corporation"], ["wrong", "x", "401", ""]])(`${title(reason, "signs in by NTLM")} with the %s password`, (_, wrong, status, vendor) => {
    const ended = spawnSync(process.execPath, [main, "emulate", "--", "sh", "-c", script], { encoding: "utf8", env: { ...process.env, WRONG: wrong } });
    expect(ended.stderr).toBe(status);
    expect(ended.stdout).toContain(vendor);
  });
});
