import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { manualClock } from "../../../emulator/index";
import { BrokerUser } from "../../../emulator/world/rds/broker-user";
import { NtlmServer } from "../../../emulator/wsman/ntlm/ntlm-server";
import { exportedSessionKey, proof, responseKey } from "../../../emulator/wsman/ntlm/ntlm-v2";
import { rc4 } from "../../../emulator/wsman/ntlm/rc4";
import { signature } from "../../../emulator/wsman/ntlm/signature";
import { type Answer, authenticate, hex, NEGOTIATE } from "./ntlm-client";

describe("RC4", () => {
  test.each([
    ["Key", "Plaintext", "bbf316e8d940af0ad3"],
    ["Wiki", "pedia", "1021bf0420"],
    ["Secret", "Attack at dawn", "45a01f645fc35b383552544b9bf5"],
  ])("is the known one, with %j of %j", (key, text, sealed) => {
    expect(rc4(Buffer.from(key), Buffer.from(text)).toString("hex")).toBe(sealed);
  });
});

/** MS-NLMP, section 4.2.1 and 4.2.4. */
const SERVER_CHALLENGE = hex("0123456789abcdef");
const TEMP = hex("01010000 00000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000 02000c00 44006f006d00610069006e00 01000c00 530065007200760065007200 00000000 00000000");

describe("NTLMv2 computes what MS-NLMP gives as its example:", () => {
  const key = responseKey("Password", "User", "Domain");

  test("NTOWFv1 and NTOWFv2", () => {
    expect(key.toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
  });

  test("the proof", () => {
    expect(proof(key, SERVER_CHALLENGE, TEMP).toString("hex")).toBe("68cd0ab851e51c96aabc927bebef6a1c");
  });

  test("the session's key, and the one that is exchanged", () => {
    const ntProof = hex("68cd0ab851e51c96aabc927bebef6a1c");
    expect(exportedSessionKey(key, ntProof, undefined).toString("hex")).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
    expect(exportedSessionKey(key, ntProof, hex("c5dad2544fc9799094ce1ce90bc9d03e")).toString("hex")).toBe("55".repeat(16));
  });
});

test("a message is signed as in MS-NLMP's example, whose stream has sealed the message itself before", () => {
  const plaintext = Buffer.from("Plaintext", "utf16le");
  const sealing = hex("59f600973cc4960a25480a7c196e4c58");
  const WITHOUT_KEY_EXCHANGE = 0;
  const signed = signature(Buffer.alloc(16, 0x55), WITHOUT_KEY_EXCHANGE, "client-to-server", plaintext);
  const sealed = rc4(sealing, Buffer.concat([plaintext, signed.subarray(4, 12)]));
  expect(sealed.subarray(0, plaintext.length).toString("hex")).toBe("54e50165bf1936dc996020c1811b0f06fb5f");
  expect(sealed.subarray(plaintext.length).toString("hex")).toBe("7fb38ec5c55d4976");
});

const BINDINGS = Buffer.alloc(16, 7);
const user = new BrokerUser("CONTOSO\\admin", { password: "sécret" });

const newServer = () =>
  new NtlmServer({
    target: () => ({ domain: "CONTOSO", computer: "RDCB1", now: manualClock("2026-01-31T08:30:00Z").now() }),
    findUser: (domain, name) => (`${domain}\\${name}`.toLowerCase() === "contoso\\admin" ? user : undefined),
    channelBindings: () => BINDINGS,
  });

describe("a server of NTLM", () => {
  test("challenges with its names, its time, and never the same number", () => {
    const [one, other] = [newServer().challenge(NEGOTIATE)!, newServer().challenge(NEGOTIATE)!];
    expect(one.subarray(0, 12)).toEqual(Buffer.from("NTLMSSP\0\x02\0\0\0"));
    expect(one.toString("utf16le")).toContain("CONTOSO");
    expect(one.subarray(24, 32)).not.toEqual(other.subarray(24, 32));
    // 2026-01-31T08:30:00Z as a FILETIME: 9161 days and 8.5 hours after 2001-01-01, which is 126,227,808,000,000,000 by definition.
    expect(one.includes(Buffer.concat([Buffer.from([7, 0, 8, 0]), Buffer.from(new BigUint64Array([126_227_808_000_000_000n + (9161n * 86_400n + 30_600n) * 10_000_000n]).buffer)]))).toBe(true);
  });

  test.each<[string, Answer]>([
    ["the password", {}],
    ["no channel", { bindings: Buffer.alloc(16) }],
    ["no MIC", { mic: false }],
    ["no MIC, and no room for one", { mic: false, head: 64 }],
  ])("lets in who answers with %s", (_, answer) => {
    const server = newServer();
    expect(server.authenticate(authenticate(server.challenge(NEGOTIATE)!, { bindings: BINDINGS, ...answer }))?.user).toBe(user);
  });

  test.each<[string, Answer]>([
    ["another password", { password: "secret" }],
    ["another name", { name: "root" }],
    ["no name", { name: "", domain: "" }],
    ["another channel", { bindings: Buffer.alloc(16, 8) }],
    ["a MIC that is not of these messages", { spoil: (message) => (message.writeUInt8(message[72]! ^ 1, 72), message) }],
    ["a MIC that is not of these messages, claimed in one byte", { flags: Buffer.from([2]), spoil: (message) => (message.writeUInt8(message[72]! ^ 1, 72), message) }],
    ["a MIC that there is no room for", { head: 64 }],
    ["flags that were changed on the way", { spoil: (message) => (message.writeUInt8(message[61]! ^ 1, 61), message) }],
    ["NTLMv1", { ntResponse: Buffer.alloc(24) }],
    ["a message that is cut off", { spoil: (message) => message.subarray(0, 200) }],
    ["fields that point outside", { spoil: (message) => (message.writeUInt32LE(0xffff_ffff, 24), message) }],
    ["nothing but a head", { spoil: (message) => Buffer.concat([message.subarray(0, 12), Buffer.alloc(52)]) }],
    ["nothing but a signature", { spoil: (message) => message.subarray(0, 12) }],
  ])("does not let in who answers with %s", (_, answer) => {
    const server = newServer();
    expect(server.authenticate(authenticate(server.challenge(NEGOTIATE)!, { bindings: BINDINGS, ...answer }))).toBeUndefined();
  });

  test("speaks OEM with who has no Unicode", () => {
    const server = newServer();
    const negotiate = Buffer.from(NEGOTIATE);
    negotiate.writeUInt8(0x06, 12);
    const challenge = server.challenge(negotiate)!;
    expect(challenge.subarray(56, 63).toString("latin1")).toBe("CONTOSO");
    expect(challenge.readUInt8(20) & 0b11).toBe(0b10);
    expect(server.authenticate(authenticate(challenge, { bindings: BINDINGS, negotiate, oem: true }))?.user).toBe(user);
  });

  test("takes one answer to a challenge, and none without", () => {
    const server = newServer();
    const challenge = server.challenge(NEGOTIATE)!;
    const answer = authenticate(challenge, { bindings: BINDINGS });
    expect(newServer().authenticate(answer)).toBeUndefined();
    expect(server.authenticate(authenticate(challenge, { bindings: BINDINGS, password: "guess" }))).toBeUndefined();
    expect(server.authenticate(answer)).toBeUndefined();
  });

  test("is not impressed by bytes of any kind", () => {
    for (let length = 0; length < 100; length++) {
      const noise = Buffer.concat([Buffer.from("NTLMSSP\0\x03\0\0\0"), randomBytes(length)]);
      const server = newServer();
      server.challenge(NEGOTIATE);
      expect(server.authenticate(noise)).toBeUndefined();
      expect(server.challenge(randomBytes(length))).toBeUndefined();
    }
  });
});
