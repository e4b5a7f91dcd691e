import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";

let emulator: Emulator;
let named: Emulator;
beforeAll(async () => {
  [emulator, named] = await Promise.all([startEmulator(), startEmulator({ names: ["emulator.test"] })]);
});
afterAll(() => Promise.all([emulator.close(), named.close()]));

/** Shakes hands as a client does that believes it speaks with `name`, and trusts one emulator's authority. */
async function handshake(at: Emulator, name: string, { certificateAuthority }: Emulator = at): Promise<tls.TLSSocket> {
  const socket = tls.connect({ host: "127.0.0.1", port: Number(new URL(at.url).port), ca: certificateAuthority, ...(/^[a-z]/.test(name) ? { servername: name } : {}), checkServerIdentity: (_, certificate) => tls.checkServerIdentity(name, certificate) });
  await once(socket, "secureConnect");
  return socket;
}

/** The code of the error for which a client breaks off. */
const refused = (...args: Parameters<typeof handshake>): Promise<string> => handshake(...args).then((socket) => { socket.destroy(); return "accepted"; }, (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error));

describe("the emulator's certificate", () => {
  test.each(["127.0.0.1", "::1", "localhost", "LOCALHOST"])("is accepted by who asks for %s", async (name) => {
    const socket = await handshake(emulator, name);
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test.each(["example.com", "management.azure.com", "login.microsoftonline.com", "sub.localhost", "localhost.example.com", "127.0.0.2", "::2", "emulator.test"])("is refused by who asks for %s", async (name) => {
    expect(await refused(emulator, name)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("is accepted by a name that the emulator was given", async () => {
    expect(await refused(named, "emulator.test")).toBe("accepted");
    expect(await refused(named, "other.test")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("is refused by who trusts another emulator, and by who trusts none", async () => {
    expect(await refused(emulator, "localhost", named)).not.toBe("accepted");
    const socket = tls.connect({ host: "127.0.0.1", port: Number(new URL(emulator.url).port) });
    await expect(once(socket, "secureConnect")).rejects.toThrow(/certificate|self.signed/);
  });

  test("is no authority itself, and is signed by the one that clients are given", async () => {
    const socket = await handshake(emulator, "localhost");
    const leaf = socket.getPeerX509Certificate()!;
    const authority = new X509Certificate(emulator.certificateAuthority);
    socket.destroy();
    expect({ leaf: leaf.ca, authority: authority.ca }).toEqual({ leaf: false, authority: true });
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true);
  });
});
