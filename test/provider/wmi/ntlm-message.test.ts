import { describe, expect, it } from "vitest";
import { authenticate, negotiate, ntlmV2Response, responseKey } from "../../../provider/wmi/authentication/ntlm-message";
import { channelBindings } from "../../../provider/wmi/authentication/channel-bindings";

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

/** MS-NLMP, section 4.2.1 (common values) and 4.2.4 (NTLMv2 authentication). */
const serverChallenge = hex("01 23 45 67 89 ab cd ef");
const clientChallenge = hex("aa aa aa aa aa aa aa aa");
const targetInfo = hex("02 00 0c 00 44 00 6f 00 6d 00 61 00 69 00 6e 00 01 00 0c 00 53 00 65 00 72 00 76 00 65 00 72 00 00 00 00 00");
const challenge = hex(`
  4e 54 4c 4d 53 53 50 00 02 00 00 00 0c 00 0c 00 38 00 00 00 33 82 8a e2 01 23 45 67 89 ab cd ef
  00 00 00 00 00 00 00 00 24 00 24 00 44 00 00 00 06 00 70 17 00 00 00 0f
  53 00 65 00 72 00 76 00 65 00 72 00 ${targetInfo.toString("hex")}`);

describe("NTLMv2, by the vectors of MS-NLMP 4.2.4", () => {
  const key = responseKey("User", "Domain", "Password");

  it("has the response key NTOWFv2", () => {
    expect(key.toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
  });

  it("has the NTLMv2 response and the session's base key", () => {
    const { response, sessionBaseKey } = ntlmV2Response(key, serverChallenge, clientChallenge, Buffer.alloc(8), targetInfo);
    expect(response.subarray(0, 16).toString("hex")).toBe("68cd0ab851e51c96aabc927bebef6a1c");
    expect(response.subarray(16)).toEqual(hex(`0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000 ${targetInfo.toString("hex")} 00000000`));
    expect(sessionBaseKey.toString("hex")).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
  });

  it("has the LMv2 response where the server does not tell the time", () => {
    const message = authenticate(challenge, { username: "Domain\\User", password: "Password" }, clientChallenge);
    const [length, offset] = [message.readUInt16LE(12), message.readUInt32LE(16)];
    expect(message.subarray(offset, offset + length).toString("hex")).toBe("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
  });
});

describe("NTLM", () => {
  it("begins with a message that names nobody", () => {
    expect(negotiate.subarray(0, 12)).toEqual(Buffer.from("NTLMSSP\0\x01\0\0\0", "latin1"));
    expect(negotiate).toHaveLength(32);
  });

  it.each([
    ["is none", Buffer.from("hello")],
    ["breaks off", challenge.subarray(0, 80)],
    ["is the client's own", negotiate],
  ])("refuses a challenge that %s", (_, bytes) => {
    expect(() => authenticate(bytes, { username: "u", password: "hunter2" })).toThrow(/challenge (is none|breaks off)/);
  });

  it("never carries the password", () => {
    const message = authenticate(challenge, { username: "Domain\\User", password: "hunter2" });
    expect(message.includes(Buffer.from("hunter2", "utf16le")) || message.includes("hunter2")).toBe(false);
  });
});

it("channel bindings need a certificate only, and have SHA-256 where its own hash is not known", () => {
  expect(channelBindings(Buffer.from("no certificate"))).toHaveLength(16);
});
