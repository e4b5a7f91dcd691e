import { describe, expect, test } from "vitest";
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
