import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { Broker, clientCa, clientCaPath, clientCertificatePath, useBroker, type Answering } from "./broker";
import { python, reasonToSkip } from "../../interop/python";
import { bob, enumerated, fault, returned, row } from "./wire";

const list = enumerated([row(bob)]);
const refused = (...schemes: string[]) => ({ status: 401, headers: { "WWW-Authenticate": schemes } });

/** The certificate that one side of a connection has shown. */
function certificateOf(socket: Socket, side: "getX509Certificate" | "getPeerX509Certificate"): X509Certificate {
  const certificate = socket instanceof TLSSocket ? socket[side]() : undefined;
  if (!certificate) throw new Error("No certificate was shown.");
  return certificate;
}

describe("Basic", () => {
  const broker = useBroker();

  it("goes with each request, in UTF-8", async () => {
    broker.answering = () => ({ body: list });
    const backend = broker.backend({ rdsUsername: "CONTOSO\\jørgen", rdsPassword: "p:ä 😀" });
    await backend.sessions("now");
    await backend.sessions("now");
    expect(broker.asked.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Basic ${Buffer.from("CONTOSO\\jørgen:p:ä 😀").toString("base64")}`));
  });

  it("keeps one connection open", async () => {
    broker.answering = () => ({ body: list });
    const backend = broker.backend();
    for (let i = 0; i < 3; i++) await backend.sessions("now");
    expect(new Set(broker.asked.map(({ socket }) => socket)).size).toBe(1);
  });

  it("works over plain http where the endpoint says so", async () => {
    const plain = new Broker();
    await plain.start({ plain: true });
    plain.answering = () => ({ body: list });
    expect(await plain.backend({ rdsCaPath: "" }).sessions("now")).toHaveLength(1);
    await plain.stop();
  });

  it("acts on no more than eight sessions at once, and on all in the end", async () => {
    let now = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    broker.answering = async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 8 || broker.asked.length > 16) waiting.splice(0).forEach((go) => go());
      });
      now--;
      return { body: returned("Disconnect", 0) };
    };
    const backend = broker.backend();
    await Promise.all(Array.from({ length: 17 }, (_, id) => backend.disconnect({ sessionHost: "hv-0", sessionId: String(id), user: "u" })));
    expect(most).toBe(8);
    expect(broker.asked).toHaveLength(17);
  });
});

describe("a credential", () => {
  const broker = useBroker();
  it.each<[string, Answering]>([
    ["a refused sign-in", () => refused("Negotiate", 'Basic realm="WSMAN"')],
    ["a fault", () => ({ status: 500, body: fault({ subcode: "w:InternalError", number: 1 }) })],
    ["a broken connection", () => ({ instead: (response) => response.destroy() })],
    ["an answer that is none", () => ({ body: "<a>" })],
    ["an HTTP failure", () => ({ status: 503, headers: { "Content-Type": "text/html" } })],
  ])("is in no error after %s, however deep one looks", async (_, answering) => {
    broker.answering = answering;
    for (const rdsAuthentication of ["basic", "ntlm"]) {
      const failed = await broker.backend({ rdsAuthentication }).sessions("now").catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(Error);
      const all = inspect(failed, { depth: Infinity, showHidden: true });
      expect(all).not.toContain("hunter2");
      expect(all).not.toContain(Buffer.from("CONTOSO\\rdsadmin:hunter2").toString("base64"));
      expect(all).not.toMatch(/authorization:|NTLMSSP|TlRMTVNTUA/i);
    }
  });
});

describe("a client certificate", () => {
  const broker = useBroker({ requestCert: true, rejectUnauthorized: false });
  const certificate = { rdsAuthentication: "certificate", rdsUsername: "", rdsPassword: "" };

  it("is shown in TLS, and said to be meant in the header", async () => {
    const shown: string[] = [];
    broker.answering = ({ socket }) => {
      shown.push(certificateOf(socket, "getPeerX509Certificate").fingerprint256);
      return { body: list };
    };
    expect(await broker.backend({ ...certificate, rdsCertificatePath: clientCertificatePath }).sessions("now")).toHaveLength(1);
    expect(shown).toEqual([new X509Certificate(readFileSync(clientCertificatePath)).fingerprint256]);
    expect(broker.asked[0]!.headers.authorization).toBe("http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual");
  });

  it("that is not there is named", async () => {
    await expect(async () => broker.backend({ ...certificate, rdsCertificatePath: "/nowhere/rds.pem" }).sessions("now")).rejects.toThrow(
      /Could not use the file of rdsCertificatePath: ENOENT.* Set desktop-sessions:rdsCertificatePath to a PEM file with a certificate and its key/,
    );
  });

  it("without its key, and an authority that is none, are named", async () => {
    await expect(async () => broker.backend({ ...certificate, rdsCertificatePath: clientCaPath }).sessions("now")).rejects.toThrow(
      /Could not use the file of rdsCertificatePath: .* does not hold a certificate and its key\./,
    );
    await expect(async () => broker.backend({ rdsCaPath: __filename }).sessions("now")).rejects.toThrow(/Could not use the file of rdsCaPath: .* does not hold a certificate\./);
  });

  it("that TLS refuses has brought no message to anybody", async () => {
    const strict = new Broker();
    await strict.start({ requestCert: true, rejectUnauthorized: true, ca: clientCa });
    strict.answering = () => ({ body: returned("SendMessage", 0) });
    const backend = strict.backend({ rdsVerifyTls: "true" }); // Basic, and no certificate
    await expect(backend.message({ sessionHost: "hv-0", sessionId: "3", user: "u" }, { title: "t", body: "b" })).rejects.toThrow(/^Could not send the message/);
    expect(strict.asked).toHaveLength(0);
    await strict.stop();
  });
});

const reason = reasonToSkip("spnego");
const skipped = reason === undefined ? "" : ` (skipped: ${reason})`;

describe("NTLM", () => {
  const broker = useBroker();
  const ntlm = { rdsAuthentication: "ntlm", rdsPassword: "hunter2 ü" };

  it("says which schemes the server takes instead", async () => {
    broker.answering = () => refused('Basic realm="WSMAN"');
    await expect(broker.backend(ntlm).sessions("now")).rejects.toThrow(/as CONTOSO\\rdsadmin with ntlm: the server does not answer NTLM\. It takes Basic\. Check user name/);
  });

  it("goes no further where the challenge is none", async () => {
    broker.answering = () => refused(`Negotiate ${Buffer.from("hello").toString("base64")}`);
    await expect(broker.backend(ntlm).sessions("now")).rejects.toThrow(/the server's NTLM challenge is none/);
    expect(broker.asked).toHaveLength(1);
  });

  it("sends the message with its last word only, and nothing before it", async () => {
    broker.answering = () => refused("Negotiate");
    await expect(broker.backend(ntlm).message({ sessionHost: "hv-0", sessionId: "3", user: "u" }, { title: "t", body: "b" })).rejects.toMatchObject({ name: "SignInFailed" });
    expect(broker.asked.map(({ body }) => body)).toEqual([""]);
  });

  it("is given up where the server closes the connection in the middle", async () => {
    const challenge = "TlRMTVNTUAACAAAADAAMADgAAAAzgoriASNFZ4mrze8AAAAAAAAAACQAJABEAAAABgBwFwAAAA9TAGUAcgB2AGUAcgACAAwARABvAG0AYQBpAG4AAQAMAFMAZQByAHYAZQByAAAAAAA=";
    broker.answering = () => ({ status: 401, headers: { "WWW-Authenticate": `Negotiate ${challenge}`, Connection: "close" } });
    await expect(broker.backend(ntlm).sessions("now")).rejects.toThrow(/closed in the middle of signing in/);
  });

  describe("as pyspnego checks it", () => {
    let acceptor: ChildProcessWithoutNullStreams;
    let lines: AsyncIterator<string>;
    let turn: Promise<unknown> = Promise.resolve();
    /** Connections that are signed in, by their user; those in the middle are not there yet. */
    let users = new WeakMap<object, string>();
    let scheme = "Negotiate";
    let withBindings = true;

    beforeAll(() => {
      if (reason !== undefined) return;
      acceptor = spawn(python, [resolve(__dirname, "ntlm_acceptor.py")]);
      lines = createInterface({ input: acceptor.stdout })[Symbol.asyncIterator]();
    });
    afterAll(() => reason === undefined && acceptor.stdin.end());
    afterEach(() => {
      users = new WeakMap();
      scheme = "Negotiate";
      withBindings = true;
    });

    const ask = (line: string): Promise<string> => {
      const answer = turn.then(async () => {
        acceptor.stdin.write(`${line}\n`);
        return (await lines.next()).value as string;
      });
      turn = answer;
      return answer;
    };

    /** `tls-server-end-point` of RFC 5929: SHA-256, because the broker's certificate is signed with ecdsa-with-SHA256. */
    const endPoint = (socket: Socket): string => {
      return Buffer.concat([Buffer.from("tls-server-end-point:"), createHash("sha256").update(certificateOf(socket, "getX509Certificate").raw).digest()]).toString("base64");
    };

    const accept: Answering = async ({ headers, socket }) => {
      const [, token] = new RegExp(`^${scheme} (.+)$`).exec(headers.authorization ?? "") ?? [];
      if (token === undefined) return users.has(socket) ? { body: list } : refused(scheme);
      const [verdict, rest] = (await ask(`${token} ${withBindings ? endPoint(socket) : Buffer.from("another").toString("base64")}`)).split(/ (.*)/s);
      if (verdict === "more") return refused(`${scheme} ${rest}`);
      if (verdict === "error") return refused(scheme);
      users.set(socket, rest!);
      return { body: list };
    };

    test.skipIf(reason !== undefined)(`signs in a connection once, in three legs, bound to its certificate${skipped}`, async () => {
      broker.answering = accept;
      const backend = broker.backend(ntlm);
      expect(await backend.sessions("now")).toHaveLength(1);
      expect(await backend.sessions("now")).toHaveLength(1);
      expect(broker.asked.map(({ headers }) => headers.authorization?.split(" ")[0])).toEqual(["Negotiate", "Negotiate", undefined]);
      expect(broker.asked.map(({ body }) => body.length > 0)).toEqual([false, true, true]);
      expect(users.get(broker.asked[2]!.socket)).toBe("CONTOSO\\rdsadmin");
    });

    test.skipIf(reason !== undefined)(`uses the scheme NTLM where that is what is offered${skipped}`, async () => {
      scheme = "NTLM";
      broker.answering = accept;
      expect(await broker.backend(ntlm).sessions("now")).toHaveLength(1);
      expect(broker.asked.map(({ headers }) => headers.authorization?.split(" ")[0])).toEqual(["Negotiate", "NTLM", "NTLM"]);
    });

    test.skipIf(reason !== undefined)(`signs in again where the connection was closed, and where the server has forgotten it${skipped}`, async () => {
      broker.answering = accept;
      const backend = broker.backend(ntlm);
      await backend.sessions("now");
      users = new WeakMap();
      expect(await backend.sessions("now")).toHaveLength(1);
      broker.asked.at(-1)!.socket.destroy();
      expect(await backend.sessions("now")).toHaveLength(1);
    });

    test.skipIf(reason !== undefined)(`is refused with another password, and over another's connection${skipped}`, async () => {
      broker.answering = accept;
      await expect(broker.backend({ ...ntlm, rdsPassword: "wrong" }).sessions("now")).rejects.toThrow(/with ntlm: the server answered 401\. It takes Negotiate\./);
      withBindings = false;
      await expect(broker.backend(ntlm).sessions("now")).rejects.toThrow(/the server answered 401/);
    });
  });
});
