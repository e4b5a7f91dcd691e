import http from "node:http";
import https from "node:https";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { exportedSessionKey, proof, responseKey } from "../../../emulator/wsman/ntlm/ntlm-v2";
import { signature } from "../../../emulator/wsman/ntlm/signature";
import { selfSignedCertificate } from "../../self-signed-certificate";
import { type Answer as NtlmAnswer, authenticate, hex, NEGOTIATE } from "./ntlm-client";
import { basic, enumerate, envelope, PASSWORD, send, texts, USER } from "./wire";

const MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

interface Certificate {
  key: string;
  cert: string;
}

function newCertificate(validity?: { from: number; to: number }): Certificate {
  const { key, certificate: cert } = selfSignedCertificate(validity);
  return { key, cert };
}

const machine = newCertificate();
const stranger = newCertificate();
const early = newCertificate({ from: 1, to: 2 });
const late = newCertificate({ from: -2, to: -1 });
const seed = {
  subscriptions: {},
  rds: {
    users: {
      [USER]: PASSWORD,
      "CONTOSO\\machine": { certificate: machine.cert },
      "CONTOSO\\early": { certificate: early.cert },
      "CONTOSO\\late": { certificate: late.cert },
      "CONTOSO\\twin": PASSWORD,
      "FABRIKAM\\twin": PASSWORD,
    },
    collections: { P: { desktops: { v: { host: "h", session: { id: 1, user: "CONTOSO\\x" } } } } },
  },
};

let emulator: Emulator;
let open: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed });
  open = await startEmulator({ seed, allowUnencrypted: true });
});
afterAll(() => Promise.all([emulator.close(), open.close()]));

interface Heard {
  status: number;
  challenges: string[];
  text: string;
  /** Whether the request travelled on a connection that was there already. */
  reused: boolean;
}

/** By default an Enumerate. */
interface Message {
  type?: string;
  body?: string;
}

/** One connection that is kept, with a certificate if there is one. */
function connection(identity: Partial<Certificate> = {}, url = emulator.url): (authorization?: string, message?: Message) => Promise<Heard> {
  const { request: ask, Agent } = url.startsWith("https:") ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: emulator.certificateAuthority, ...identity });
  return (authorization, { type = "application/soap+xml;charset=UTF-8", body = envelope(enumerate()) } = {}) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": type, "content-length": Buffer.byteLength(body), ...(authorization === undefined ? {} : { authorization }) };
      const request = ask(`${url}/wsman`, { method: "POST", agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
          resolve({ status: response.statusCode!, challenges: response.headersDistinct["www-authenticate"] ?? [], text: Buffer.concat(chunks).toString(), reused: request.reusedSocket });
        });
      });
      request.on("error", reject).end(body);
    });
}

const encoded = (scheme: string, token: Buffer): string => `${scheme} ${token.toString("base64")}`;
const tokenIn = ({ challenges }: Heard): Buffer => Buffer.from(challenges[0]!.split(" ")[1]!, "base64");
const me: NtlmAnswer = { name: "rdsadmin", password: PASSWORD };

describe("a caller without credentials is told the schemes, a line each:", () => {
  const asked = async (url: string, of: Emulator) => {
    const { headers, status } = await send(of, enumerate(), { url, authorization: "" });
    return [status, headers["www-authenticate"]];
  };

  test("over https all", async () => {
    expect((await connection()()).challenges).toEqual(["Negotiate", 'Basic realm="WSMAN"']);
  });

  test("over http none that would send a password as it is, unless the option says so", async () => {
    expect(await asked(emulator.httpUrl, emulator)).toEqual([401, "Negotiate"]);
    expect(await asked(open.httpUrl, open)).toEqual([401, 'Negotiate, Basic realm="WSMAN"']);
  });
});

describe.each(["Negotiate", "NTLM"])("NTLM under the scheme %s", (scheme) => {
  const signIn = async (call: ReturnType<typeof connection>, answer: NtlmAnswer = me) => {
    const first = await call(encoded(scheme, NEGOTIATE));
    expect(first).toMatchObject({ status: 401, text: "", challenges: [expect.stringMatching(new RegExp(`^${scheme} TlRMTVNTUAAC`))] });
    return call(encoded(scheme, authenticate(tokenIn(first), answer)));
  };

  test("signs in a connection, which needs no header from then on, and no other", async () => {
    const call = connection();
    expect(await signIn(call)).toMatchObject({ status: 200, challenges: [], reused: true });
    expect(await call()).toMatchObject({ status: 200, reused: true });
    expect((await connection()()).status).toBe(401);
  });

  test("refuses a wrong password, and the connection is nobody's any more", async () => {
    const call = connection();
    await signIn(call);
    expect(await signIn(call, { ...me, password: "wrong" })).toMatchObject({ status: 401, challenges: ["Negotiate", 'Basic realm="WSMAN"'] });
    expect(await call()).toMatchObject({ status: 401, reused: true });
  });

  test("refuses an answer to the challenge of another connection", async () => {
    const challenge = tokenIn(await connection()(encoded(scheme, NEGOTIATE)));
    expect((await connection()(encoded(scheme, authenticate(challenge, me)))).status).toBe(401);
  });

  test("refuses who claims a MIC and has no room for one", async () => {
    expect((await signIn(connection(), { ...me, head: 64 })).status).toBe(401);
  });

  test("refuses who meant to speak with another listener", async () => {
    expect((await signIn(connection(), { ...me, bindings: Buffer.alloc(16, 9) })).status).toBe(401);
  });
});

/** DER: a tag, a length, a value. */
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const value = Buffer.concat(parts);
  const length = value.length < 128 ? [value.length] : value.length < 256 ? [0x81, value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
};
const SPNEGO = hex("06062b0601050502");
const NTLM = hex("060a2b06010401823702020a");
const KERBEROS = hex("06092a864886f712010202");
const mechanisms = (...offered: Buffer[]) => der(0x30, ...offered);
const negTokenInit = (offered: Buffer[], token: Buffer) => der(0x60, SPNEGO, der(0xa0, der(0x30, der(0xa0, mechanisms(...offered)), der(0xa2, der(0x04, token)))));
const negTokenResp = (token: Buffer, mic?: Buffer) => der(0xa1, der(0x30, der(0xa2, der(0x04, token)), ...(mic ? [der(0xa3, der(0x04, mic))] : [])));
/** The CHALLENGE in a token of SPNEGO. */
const challengeIn = (token: Buffer): Buffer => token.subarray(token.indexOf("NTLMSSP\0"));

/** The key of a session that exchanged none, out of what the client has sent. */
function sessionKeyOf(message: Buffer, challenge: Buffer): Buffer {
  const response = message.subarray(message.readUInt32LE(24), message.readUInt32LE(24) + message.readUInt16LE(20));
  const key = responseKey(PASSWORD, "rdsadmin", "CONTOSO");
  expect(proof(key, challenge.subarray(24, 32), response.subarray(16))).toEqual(response.subarray(0, 16));
  return exportedSessionKey(key, response.subarray(0, 16), undefined);
}

describe("SPNEGO", () => {
  const FLAGS = 0x00088207;
  const negotiated = (token: Buffer) => encoded("Negotiate", token);

  test("with NTLM first signs in, and both sides sign the list of mechanisms", async () => {
    const call = connection();
    const first = await call(negotiated(negTokenInit([NTLM, KERBEROS], NEGOTIATE)));
    expect(first.status).toBe(401);
    const challenge = challengeIn(tokenIn(first));
    const message = authenticate(challenge, me);
    const key = sessionKeyOf(message, challenge);
    const list = mechanisms(NTLM, KERBEROS);
    const last = await call(negotiated(negTokenResp(message, signature(key, FLAGS, "client-to-server", list))));
    expect(last.status).toBe(200);
    const accepted = der(0xa1, der(0x30, der(0xa0, hex("0a0100")), der(0xa3, der(0x04, signature(key, FLAGS, "server-to-client", list)))));
    expect(tokenIn(last).toString("hex")).toBe(accepted.toString("hex"));
    expect((await call()).status).toBe(200);
  });

  test("refuses a signature of another list: somebody has taken a mechanism off", async () => {
    const call = connection();
    const challenge = challengeIn(tokenIn(await call(negotiated(negTokenInit([NTLM], NEGOTIATE)))));
    const message = authenticate(challenge, me);
    const mic = signature(sessionKeyOf(message, challenge), FLAGS, "client-to-server", mechanisms(KERBEROS, NTLM));
    expect((await call(negotiated(negTokenResp(message, mic)))).status).toBe(401);
    expect((await call()).status).toBe(401);
  });

  test("with Kerberos first is told to use NTLM, and begins again", async () => {
    const call = connection();
    const first = await call(negotiated(negTokenInit([KERBEROS, NTLM], Buffer.from("a ticket"))));
    expect(first.status).toBe(401);
    expect(tokenIn(first).toString("hex")).toBe(der(0xa1, der(0x30, der(0xa0, hex("0a0101")), der(0xa1, NTLM))).toString("hex"));
    const second = await call(negotiated(negTokenResp(NEGOTIATE)));
    expect((await call(negotiated(negTokenResp(authenticate(challengeIn(tokenIn(second)), me))))).status).toBe(200);
  });

  test("without NTLM goes no further", async () => {
    expect(await connection()(negotiated(negTokenInit([KERBEROS], Buffer.from("a ticket"))))).toMatchObject({ status: 401, challenges: ["Negotiate", 'Basic realm="WSMAN"'] });
  });

  test("of any bytes is a 401, not a failure", async () => {
    const call = connection();
    const tokens = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(60), fc.nat(255)).map(([at, byte]) => Uint8Array.from(negTokenInit([NTLM], NEGOTIATE)).with(at, byte)).map((token) => token.subarray(0, 60)),
    );
    await fc.assert(fc.asyncProperty(tokens, async (token) => {
      expect((await call(negotiated(Buffer.from(token)))).status).toBe(401);
    }), { numRuns: 200 });
  });
});

test.each([["twin", 401], ["CONTOSO\\twin", 200], ["twin@fabrikam.com", 200]])("of two users in two domains %s is answered with %i", async (name, status) => {
  expect((await connection()(basic(name, PASSWORD))).status).toBe(status);
});

describe("a client certificate", () => {
  test("signs in the user that it is mapped to", async () => {
    expect((await connection(machine)(MUTUAL)).status).toBe(200);
    expect(emulator.requests().at(-1)).toMatchObject({ principal: "CONTOSO\\machine" });
  });

  test.each<[string, Partial<Certificate>, string | undefined]>([
    ["that nobody has mapped", stranger, MUTUAL],
    ["that is not valid yet", early, MUTUAL],
    ["that is not valid any more", late, MUTUAL],
    ["that is missing", {}, MUTUAL],
    ["that is shown and not referred to", machine, undefined],
    ["of a user without a password, with one that is empty", machine, basic("CONTOSO\\machine", "")],
  ])("%s signs nobody in", async (_, identity, authorization) => {
    expect((await connection(identity)(authorization)).status).toBe(401);
  });

  test("can't be shown over http", async () => {
    expect((await send(open, enumerate(), { url: open.httpUrl, authorization: MUTUAL })).status).toBe(401);
  });
});

describe("over http", () => {
  test("a password is refused, right or wrong", async () => {
    expect((await send(emulator, enumerate(), { url: emulator.httpUrl, authorization: basic(USER, PASSWORD) })).status).toBe(401);
  });

  test("NTLM signs in, but a body that is not sealed is refused, in words that say so", async () => {
    for (const [url, status] of [[emulator.httpUrl, 500], [open.httpUrl, 200]] as const) {
      const call = connection({}, url);
      const last = await call(encoded("Negotiate", authenticate(tokenIn(await call(encoded("Negotiate", NEGOTIATE))), me)));
      expect(last.status).toBe(status);
      expect(last.text).toContain(status === 200 ? "EnumerateResponse" : "over http the body of a message must be encrypted");
    }
  });

  test("a message that is sealed is refused, in words that say so, by either listener", async () => {
    for (const url of [open.httpUrl, emulator.httpUrl, emulator.url]) {
      const call = connection({}, url);
      await call(encoded("Negotiate", authenticate(tokenIn(await call(encoded("Negotiate", NEGOTIATE))), me)));
      for (const type of ['multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"', "Multipart/X-Multi-Encrypted"]) {
        const sealed = await call(undefined, { type, body: "--Encrypted Boundary\r\n" });
        expect(sealed.status).toBe(500);
        expect(sealed.text).toContain("<s:Value>w:UnsupportedFeature</s:Value>");
        expect(sealed.text).toContain("the message is sealed (encrypted), and this emulator does not unseal messages");
      }
      expect((await connection({}, url)(undefined, { type: "multipart/encrypted", body: "" })).status).toBe(401);
    }
  });

  test("an empty request that completes a context is told that it has, and no other empty one", async () => {
    const call = connection({}, open.httpUrl);
    const empty = { body: "" };
    const last = await call(encoded("Negotiate", authenticate(tokenIn(await call(encoded("Negotiate", NEGOTIATE), empty)), me)), empty);
    expect(last).toMatchObject({ status: 200, text: "" });
    expect(await call()).toMatchObject({ status: 200, reused: true });
    expect((await call(undefined, empty)).status).toBe(500);
    expect((await connection({}, open.httpUrl)(basic(USER, PASSWORD), empty)).status).toBe(500);
  });

  test("with the option a password is taken", async () => {
    expect(texts(await send(open, enumerate(), { url: open.httpUrl }), "UserName")).toEqual(["x"]);
  });
});
