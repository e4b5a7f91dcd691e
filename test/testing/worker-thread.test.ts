import { once } from "node:events";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

const require = createRequire(__filename);

/** What a worker thread answers that makes a test stack: the error that it got. */
async function refusalInWorker(): Promise<unknown> {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { createTestStack } = require(workerData);
    createTestStack({ projectName: "p", stackName: "s", program: () => undefined }).then(
      () => parentPort.postMessage("made"),
      ({ name, message }) => parentPort.postMessage({ name, message }),
    );`;
  const worker = new Worker(source, { eval: true, workerData: require.resolve("pulumi-desktop-sessions/testing") });
  const [answer] = (await once(worker, "message")) as [unknown];
  await worker.terminate();
  return answer;
}

test("in a worker thread, as vitest's pool threads has them, it is refused at once, with what to do", async () => {
  expect(await refusalInWorker()).toEqual({
    name: "UnsupportedByTestStack",
    message: expect.stringMatching(/does not support worker threads: .*node:trace_events cannot be loaded in one\. .*`pool: "forks"` in vitest/) as string,
  });
});

test("Node still has no trace events in a worker thread, which is the reason", async () => {
  const worker = new Worker(`require("node:trace_events")`, { eval: true });
  expect(await once(worker, "error")).toMatchObject([{ code: "ERR_TRACE_EVENTS_UNAVAILABLE" }]);
});
