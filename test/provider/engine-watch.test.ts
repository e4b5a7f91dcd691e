import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { engineIn, watchEngine } from "../../provider/engine-watch";

const opened: Socket[] = [];
const engine = createServer((socket) => opened.push(socket));
const listen = async (port = 0): Promise<{ host: string; port: number }> => {
  engine.listen(port, "127.0.0.1");
  await once(engine, "listening");
  return { host: "127.0.0.1", port: (engine.address() as AddressInfo).port };
};
/** As a process that is killed: nobody listens, and what was open is cut. */
const die = (): void => {
  engine.close();
  for (const socket of opened.splice(0)) socket.resetAndDestroy();
};
afterEach(die);

test("an engine that is killed is gone, at once", async () => {
  const gone = new Promise<void>((resolve) => void listen().then((address) => watchEngine(address, resolve)));
  await once(engine, "connection");
  die();
  await gone;
});

test("an engine that gives up a connection which asks nothing is still there", async () => {
  const gone = vi.fn<() => void>();
  watchEngine(await listen(), gone);
  for (let times = 0; times < 3; times++) {
    await once(engine, "connection");
    opened.at(-1)!.end();
  }
  await once(engine, "connection");
  expect(gone).not.toHaveBeenCalled();
});

test.each([
  { argv: ["node", "/project/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js", "127.0.0.1:40123"], engine: { host: "127.0.0.1", port: 40123 } },
  { argv: ["node", "C:\\project\\node_modules\\@pulumi\\pulumi\\cmd\\dynamic-provider", "127.0.0.1:1"], engine: { host: "127.0.0.1", port: 1 } },
  { argv: ["node", "/project/node_modules/.bin/desktop-sessions", "127.0.0.1:40123"], engine: undefined },
  { argv: ["node", "/project/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js"], engine: undefined },
  { argv: ["node"], engine: undefined },
])("$argv.1 $argv.2 is started by an engine at $engine.port", ({ argv, engine: expected }) => {
  expect(engineIn(argv)).toEqual(expected);
});
