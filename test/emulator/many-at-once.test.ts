import https from "node:https";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { EmulatorProcess, type Memory } from "./emulator-process";
import { CLIENT, POOL, SECRET, SUBSCRIPTION, TENANT, VERSION } from "./wire";

const HOSTS = 10;
const SESSIONS_EACH = 100;
const REQUESTS = 10_000;
const CONNECTIONS = 200;
let emulator: EmulatorProcess;
let authorization: string;

const userOf = (host: number, id: number) => `user-${host}-${id}@contoso.com`;

beforeAll(async () => {
  const userSessions = (host: number) => Object.fromEntries(Array.from({ length: SESSIONS_EACH }, (_, id) => [id, userOf(host, id)]));
  const sessionHosts = Object.fromEntries(Array.from({ length: HOSTS }, (_, host) => [`sh-${host}.contoso.com`, { userSessions: userSessions(host) }]));
  emulator = await EmulatorProcess.start({ tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET } } } }, subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts } } } } } } }, inject("folder"));
  const agent = new https.Agent({ ca: emulator.certificateAuthority });
  authorization = `Bearer ${(await token(agent)).json().access_token}`;
});
afterAll(() => emulator.stop());

interface Answer {
  status: number;
  id: string | undefined;
  json: () => any;
}

function request(agent: https.Agent, path: string, { method = "GET", headers = {}, body = "" }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = https.request(new URL(path, emulator.url), { agent, method, headers: { "content-length": String(Buffer.byteLength(body)), ...headers } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("error", reject).on("end", () => resolve({ status: response.statusCode!, id: response.headers["x-ms-request-id"] as string | undefined, json: () => JSON.parse(text) }));
    });
    sent.on("error", reject).end(body);
  });
}

const token = (agent: https.Agent): Promise<Answer> =>
  request(agent, `/${TENANT}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: CLIENT, client_secret: SECRET, scope: "https://management.azure.com/.default" }).toString(),
  });

/** The n-th request of a round, and whether its answer is its own. No two that run at once change the same session. */
async function ask(agent: https.Agent, n: number): Promise<string | undefined> {
  const [host, id] = [n % HOSTS, Math.floor(n / HOSTS) % SESSIONS_EACH];
  const sessions = `${POOL}/sessionHosts/sh-${host}.contoso.com/userSessions`;
  const mine = `request-${n}`;
  const arm = (path: string, method = "GET", body = "") =>
    request(agent, path, { method, body, headers: { authorization, "x-ms-client-request-id": mine, ...(body === "" ? {} : { "content-type": "application/json" }) } });
  const wrong = (what: string, answer: Answer, right: boolean) => (right && answer.id === mine ? undefined : `${what} ${n}: ${answer.status} for ${answer.id}`);
  switch (n % 7) {
    case 0: {
      const answer = await arm(`${sessions}/${SESSIONS_EACH + n}?${VERSION}`);
      return wrong("missing", answer, answer.status === 404 && answer.json().error.message.endsWith("Error: User session does not exist"));
    }
    case 1: {
      const answer = await arm(`${sessions}?pageSize=3&initialSkip=${id}&${VERSION}`);
      const expected = Array.from({ length: Math.min(3, SESSIONS_EACH - id) }, (_, index) => userOf(host, id + index));
      return wrong("page", answer, answer.status === 200 && answer.json().value.map((each: any) => each.properties.userPrincipalName).join() === expected.join());
    }
    case 2: {
      const answer = await arm(`${sessions}/${id}/disconnect?${VERSION}`, "POST");
      return wrong("disconnect", answer, answer.status === 200);
    }
    case 3: {
      const answer = await arm(`${sessions}/${id}/sendMessage?${VERSION}`, "POST", JSON.stringify({ messageTitle: n }));
      return wrong("bad message", answer, answer.status === 400 && answer.json().error.message.includes(`found ${n}.`));
    }
    case 4: {
      const answer = await arm(`${POOL}/userSessions?$filter=${encodeURIComponent(`userPrincipalName eq '${userOf(host, id)}'`)}&${VERSION}`);
      return wrong("filter", answer, answer.status === 200 && answer.json().value.length === 1 && answer.json().value[0].properties.userPrincipalName === userOf(host, id));
    }
    case 5: {
      const answer = n % 70 === 5 ? await token(agent) : await request(agent, `${sessions}/${id}?${VERSION}`, { headers: { authorization: `Bearer not.a.${n}` } });
      return (n % 70 === 5 ? answer.status === 200 : answer.status === 401) ? undefined : `token ${n}: ${answer.status}`;
    }
    default: {
      const answer = await arm(`${sessions}/${id}?${VERSION}`);
      return wrong("session", answer, answer.status === 200 && answer.json().properties.userPrincipalName === userOf(host, id) && answer.json().name === `pool-1/sh-${host}.contoso.com/${id}`);
    }
  }
}

/** @returns what was answered wrongly */
async function round(): Promise<string[]> {
  const agent = new https.Agent({ ca: emulator.certificateAuthority, keepAlive: true, maxSockets: CONNECTIONS });
  const wrong: string[] = [];
  let next = 0;
  const caller = async () => {
    for (let n = next++; n < REQUESTS; n = next++) {
      const problem = await ask(agent, n);
      if (problem !== undefined) wrong.push(problem);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  expect(Object.values(agent.freeSockets).flat()).toHaveLength(CONNECTIONS);
  agent.destroy();
  return wrong;
}

describe("10,000 requests over 200 connections at once", () => {
  test("are each given their own answer, three times over, and leave nothing behind", { timeout: 240_000 }, async () => {
    const memory: Memory[] = [];
    for (let times = 0; times < 3; times++) {
      expect(await round()).toEqual([]);
      memory.push(await emulator.memory());
    }
    expect(memory[2]!.live).toBeLessThan(memory[0]!.live * 1.1);
    expect(memory[2]!.rss).toBeLessThan(memory[0]!.rss * 1.1);
  });
});
