import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { startEmulator } from "../../emulator/index";
import { addressOf } from "../../emulator/tls/own-names";

describe("a listener's address", () => {
  test.each([
    ["https", "127.0.0.1", 443, ["127.0.0.1", "127.0.0.1:443"]],
    ["http", "127.0.0.1", 80, ["127.0.0.1", "127.0.0.1:80"]],
    ["https", "Machine", 443, ["machine", "machine:443"]],
    ["http", "::1", 80, ["[::1]", "[::1]:80"]],
    ["https", "127.0.0.1", 80, ["127.0.0.1:80"]],
    ["http", "127.0.0.1", 443, ["127.0.0.1:443"]],
    ["https", "::1", 8443, ["[::1]:8443"]],
  ] as const)("over %s at %s port %i is %j, of which the first is what a client makes of its URL", (scheme, name, port, hosts) => {
    const address = addressOf(scheme, name, port);
    const asked = new URL(`${scheme}://${name.includes(":") ? `[${name}]` : name}:${port}`);
    expect(address).toEqual({ origin: asked.origin, hosts, origins: hosts.map((host) => `${scheme}://${host}`) });
    expect(address.hosts).toContain(asked.host);
  });
});

const outward = Object.values(networkInterfaces()).flatMap((all) => all ?? []).find(({ internal, family }) => !internal && family === "IPv4")?.address;

/** The code of the error that connecting brings; `undefined` when somebody is there. */
const connecting = (host: string, port: number) =>
  new Promise<string | undefined>((resolve) => {
    const socket = connect({ host, port }, () => resolve(void socket.destroy()));
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });

describe("an emulator that nobody told where to listen", () => {
  // Without a second address there is nobody to keep out.
  test.skipIf(outward === undefined)("is not there for other machines, on either listener", async () => {
    const emulator = await startEmulator();
    try {
      for (const url of [emulator.url, emulator.httpUrl]) {
        const port = Number(new URL(url).port);
        expect(await connecting("127.0.0.1", port)).toBeUndefined();
        expect(await connecting(outward!, port)).toBe("ECONNREFUSED");
      }
    } finally {
      await emulator.close();
    }
  });

  test.skipIf(outward === undefined)("is there for them when it is told to listen everywhere", async () => {
    const emulator = await startEmulator({ host: "0.0.0.0" });
    try {
      expect(await connecting(outward!, Number(new URL(emulator.url).port))).toBeUndefined();
    } finally {
      await emulator.close();
    }
  });
});

test("an emulator that is used in a block is closed at the block's end", async () => {
  let port: number;
  {
    await using emulator = await startEmulator();
    port = Number(new URL(emulator.httpUrl).port);
    expect(await connecting("127.0.0.1", port)).toBeUndefined();
  }
  expect(await connecting("127.0.0.1", port)).toBe("ECONNREFUSED");
});
