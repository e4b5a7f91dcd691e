/** Requests per second beside a bare Express route with the same bytes over TLS, and tokens beside another issuer. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Figure } from "../figure.mts";
import { type Answer, answerOf, freePort, start, startBare, startEmulator, stop } from "./processes.mts";
import { type Load, rates } from "./rate.mts";
import { programOf } from "./references.mts";
import { formType, signIn, tokenForm, tokenPath } from "./sign-in.mts";
import { disconnectPath, listPath, onePath, pageSize, writeSeed } from "./world.mts";

const requests: readonly { what: string; path: string; method: "GET" | "POST" }[] = [
  { what: "emulator: GET of one session", path: onePath, method: "GET" },
  { what: `emulator: list of ${pageSize} sessions of a pool`, path: listPath, method: "GET" },
  { what: "emulator: disconnect", path: disconnectPath, method: "POST" },
];

export async function besideBareExpress(folder: string): Promise<readonly Figure[]> {
  const emulator = await startEmulator("--seed", await writeSeed(folder, pageSize));
  const authorization = await signIn(emulator.url);
  const figures: Figure[] = [];
  for (const { what, path, method } of requests) {
    const file = join(folder, "answer.json");
    await writeFile(file, JSON.stringify(sameBytes(await answerOf(emulator.url + path, method, { authorization }))));
    const bare = await startBare(file);
    const load = (url: string): Load => ({ url, paths: [path], method, headers: { authorization } });
    const { ours, reference } = await rates(load(emulator.url), load(bare.url));
    await stop(bare);
    figures.push({ what, measured: ours, unit: "requests/s", reference: { what: "bare Express route", measured: reference }, bound: { kind: "at least", value: 0.7 } });
  }
  await stop(emulator);
  return figures;
}

/** What the other server is to answer: all headers but those that every server writes itself. */
function sameBytes({ headers: { date: _, connection: __, "keep-alive": ___, "content-length": ____, ...headers }, body }: Answer): object {
  return { headers, body };
}

/** Both sign with RS256 and a key of 2,048 bits; the other one does so over http, which costs it less. */
export async function tokens(): Promise<readonly Figure[]> {
  const found = await programOf("oauth2-mock-server");
  if ("missing" in found) {
    console.error(`Tokens were not compared: ${found.missing}`);
    return [];
  }
  const port = await freePort();
  const other = await start([found.program, "-a", "127.0.0.1", "-p", String(port)], `http://127.0.0.1:${port}`, "/.well-known/openid-configuration");
  const emulator = await startEmulator();
  const load = (url: string, path: string): Load => ({ url, paths: [path], method: "POST", headers: formType, body: tokenForm(emulator.url) });
  const { ours, reference } = await rates(load(emulator.url, tokenPath), load(other.url, "/token"));
  await Promise.all([stop(emulator), stop(other)]);
  return [{ what: "emulator: tokens issued", measured: ours, unit: "tokens/s", reference: { what: "oauth2-mock-server", measured: reference }, bound: { kind: "at least", value: 1 } }];
}
