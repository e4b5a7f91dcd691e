import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { basename, dirname, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { type Ask, ask, CLIENT, SECRET, SESSIONS, signedIn, SUBSCRIPTION } from "./wire";

let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator()));
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const control = (path: string, options?: Ask) => ask(emulator, `${emulator.httpUrl}/_emulator/${path}`, options);
const post = (path: string, body?: object, headers: Record<string, string> = {}) => control(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) });

describe("the control plane", () => {
  test("answers on both listeners", async () => {
    for (const url of [emulator.url, emulator.httpUrl]) expect((await ask(emulator, `${url}/_emulator/health`)).json).toMatchObject({ status: "ok" });
  });

  test("ends its JSON with a newline, for who asks in a shell", async () => {
    for (const path of ["health", "world", "messages", "requests", "sessions", "env", "nothing"]) {
      const { headers, text } = await control(path);
      expect(headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(text).toMatch(/^\{.*\}\n$/);
    }
    for (const path of ["sessions/sh-0.contoso.com/5/reconnect", "reset"]) expect((await post(path)).text).toMatch(/\}\n$/);
    expect((await post("sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "erin@contoso.com" })).text).toMatch(/\}\n$/);
  });

  test("shows the world by name", async () => {
    const { json } = await control("world");
    expect(json.subscriptions[SUBSCRIPTION].resourceGroups["rg-avd"].hostPools["pool-1"].sessionHosts["sh-0.contoso.com"].userSessions["3"]).toMatchObject({ userPrincipalName: "bob@contoso.com", sessionState: "Active" });
  });

  test("signs users in, has them reconnect, disconnect and sign out", async () => {
    const { status, json } = await post("sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "erin@contoso.com", applicationType: "RemoteApp" });
    expect(status).toBe(201);
    expect(json).toMatchObject({ hostPool: "pool-1", sessionHost: "sh-0.contoso.com", userSessionId: 4, sessionState: "Active", applicationType: "RemoteApp" });
    expect((await post("sessions/sh-0.contoso.com/5/reconnect")).json).toMatchObject({ userPrincipalName: "carol@contoso.com", sessionState: "Active" });
    expect((await post("sessions/sh-0.contoso.com/5/disconnect?hostPool=pool-1")).json.sessionState).toBe("Disconnected");
    expect((await post("sessions/sh-0.contoso.com/4/sign-out")).status).toBe(200);
    expect((await control("sessions")).json.sessions.map((session: any) => session.userSessionId)).toEqual([2, 3, 5, 2]);
  });

  test.each<[string, object | undefined, number, RegExp]>([
    ["sessions", { sessionHost: "sh-0.contoso.com" }, 400, /userPrincipalName is missing/],
    ["sessions", { hostPool: "pool-9", userPrincipalName: "e" }, 404, /There is no host pool pool-9/],
    ["sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: 5 }, 400, /userPrincipalName is 5, and must be a text/],
    ["sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: " " }, 400, /userPrincipalName is " ", and must be a text that is not empty/],
    ["sessions", { sessionHost: "sh-0.contoso.com ", userPrincipalName: "e" }, 400, /sessionHost is "sh-0.contoso.com ", and must be a text that is not empty, without spaces around it/],
    ["sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "e", sessionState: "Pending" }, 400, /"sessionState" is not a property of a sign-in. There are sessionHost, userPrincipalName, hostPool, applicationType/],
    ["sessions", [], 400, /the body is a list, and must be an object/],
    ["sessions/sh-0.contoso.com/three/reconnect", undefined, 400, /"three" is not a session id. Give the number of a session on sh-0.contoso.com/],
    ["sessions/sh-0.contoso.com/%203/reconnect", undefined, 400, /" 3" is not a session id/],
    ["sessions/sh-0.contoso.com/3.0/reconnect", undefined, 400, /"3.0" is not a session id/],
    ["sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "e", applicationType: "Web" }, 400, /must be Desktop or RemoteApp/],
    ["sessions", { sessionHost: "sh-9", userPrincipalName: "e" }, 404, /no session host sh-9/],
    ["sessions/sh-0.contoso.com/99/reconnect", undefined, 404, /no session 99/],
    ["sessions/sh-0.contoso.com/3/dance", undefined, 404, /no action dance. There are reconnect, disconnect, sign-out/],
    ["nothing", undefined, 404, /nothing at POST \/_emulator\/nothing/],
  ])("refuses a POST to %s with %j", async (path, body, status, message) => {
    expect(await post(path, body)).toMatchObject({ status, json: { error: { message: expect.stringMatching(message) } } });
  });

  test("signs users in on virtual desktops, has them reconnect, disconnect and sign out, and pauses, saves and turns off desktops", async () => {
    expect((await control("desktops")).json.desktops.map(({ vmName, session }: any) => [vmName, session.user, session.connectState])).toEqual([["vdi-001", "CONTOSO\\alice", "Active"], ["vdi-002", "CONTOSO\\bob", "Active"], ["vdi-101", "CONTOSO\\carol", "Disconnected"]]);
    expect((await post("desktops/VDI-101/reconnect")).json).toEqual({ collectionId: "Pool1", vmName: "vdi-101", vmHostName: "hv-1.contoso.com", state: "Running", session: { sessionId: 2, user: "CONTOSO\\carol", connectState: "Active", clientMachineName: null } });
    expect((await post("desktops/vdi-001/disconnect")).json.session.connectState).toBe("Disconnected");
    expect((await post("desktops/vdi-001/sign-out")).json.session).toBeNull();
    expect((await post("desktops/vdi-001/sign-in", { user: "CONTOSO\\erin", clientMachineName: "laptop-7" })).json.session).toEqual({ sessionId: 2, user: "CONTOSO\\erin", connectState: "Active", clientMachineName: "laptop-7" });
    expect((await post("desktops/vdi-001/pause")).json.state).toBe("Paused");
    expect((await post("desktops/vdi-001/save")).json.state).toBe("Saved");
    expect((await post("desktops/vdi-001/turn-off")).json.state).toBe("Off");
    expect(await post("desktops/vdi-001/sign-out")).toMatchObject({ status: 409, json: { error: { code: "DesktopNotRunning", message: "Could not log off session 2 of CONTOSO\\erin on vdi-001 (hv-0.contoso.com): the virtual desktop is Off. Start it first." } } });
    expect((await post("desktops/vdi-001/start")).json.state).toBe("Running");
  });

  test.each<[string, object | undefined, number, RegExp]>([
    ["vdi-002/sign-in", { user: "CONTOSO\\erin" }, 409, /a virtual desktop has one session, and this one has that of CONTOSO\\bob/],
    ["vdi-002/sign-in", { user: "erin" }, 400, /user is "erin", and must be a name such as CONTOSO\\alice/],
    ["vdi-002/sign-in", {}, 400, /user is missing/],
    ["vdi-002/sign-in", { user: "CONTOSO\\erin", id: 4 }, 400, /"id" is not a property of a sign-in. There are user, clientMachineName/],
    ["vdi-002/sign-in", ["CONTOSO\\erin"], 400, /must be an object. Send {"user": "DOMAIN\\\\name"}/],
    ["vdi-009/reconnect", undefined, 404, /no virtual desktop vdi-009/],
    ["vdi-002/dance", undefined, 404, /no action dance. There are sign-in, reconnect/],
  ])("refuses a POST to desktops/%s with %j", async (path, body, status, message) => {
    expect(await post(`desktops/${path}`, body)).toMatchObject({ status, json: { error: { message: expect.stringMatching(message) } } });
  });

  test.each(["application/x-www-form-urlencoded", "text/plain", "application/vnd.me+json", undefined])("reads JSON of the content type %s, as curl may send it", async (type) => {
    const sent = (path: string, body: string) => control(path, { method: "POST", body, headers: type === undefined ? {} : { "content-type": type } });
    await post("desktops/vdi-101/sign-out");
    expect((await sent("desktops/vdi-101/sign-in", '{"user":"CONTOSO\\\\carol"}')).json.session.user).toBe("CONTOSO\\carol");
    expect(await sent("sessions", '{"sessionHost":"sh-0.contoso.com","userPrincipalName":"erin@contoso.com"}')).toMatchObject({ status: 201, json: { userPrincipalName: "erin@contoso.com" } });
    for (const broken of ["{'user': 'CONTOSO\\\\carol'}", "user=carol", '{"user":', '"carol"']) {
      expect(await sent("desktops/vdi-101/sign-in", broken)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/^The body is not JSON: .*\. Send an object, or nothing\.$/) } } });
    }
  });

  test("has nobody reconnect to a desktop that nobody is on", async () => {
    await post("desktops/vdi-002/sign-out");
    expect(await post("desktops/vdi-002/reconnect")).toMatchObject({ status: 404, json: { error: { message: "Nobody is signed in on vdi-002. POST sign-in first." } } });
  });

  test("signs a user in who has a session on that host to this one, drained or not", async () => {
    emulator.world.drain(emulator.world.sessionHost("sh-0.contoso.com"));
    expect(await post("sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "CAROL@contoso.com" })).toMatchObject({ status: 200, json: { userSessionId: 5, sessionState: "Active" } });
    expect(emulator.world.sessionHost("sh-0.contoso.com").sessionCount).toBe(3);
  });

  test("signs a user in where the pool sends him who names no host: to his own session first, else as it balances its load", async () => {
    expect(await post("sessions", { userPrincipalName: "carol@contoso.com" })).toMatchObject({ status: 200, json: { sessionHost: "sh-0.contoso.com", userSessionId: 5, sessionState: "Active" } });
    expect(await post("sessions", { userPrincipalName: "erin@contoso.com" })).toMatchObject({ status: 201, json: { sessionHost: "sh-1.contoso.com" } });
    for (const host of emulator.world.sessionHost("sh-0.contoso.com").pool.hosts) emulator.world.drain(host);
    expect(await post("sessions", { hostPool: "pool-1", userPrincipalName: "frank@contoso.com" })).toMatchObject({ status: 409, json: { error: { code: "NoHostForNewcomer", message: expect.stringMatching(/Could not sign frank@contoso.com in to pool-1: each of its hosts is drained/) } } });
  });

  test("asks which pool where there are several, and takes its name or the subscription's", async () => {
    const other = emulator.addSubscription();
    expect(await post("sessions", { userPrincipalName: "erin@contoso.com" })).toMatchObject({ status: 409, json: { error: { message: expect.stringMatching(/more than one host pool. Say which/) } } });
    expect((await post(`sessions?subscription=${other}`, { userPrincipalName: "erin@contoso.com" })).status).toBe(201);
    expect(emulator.world.findSessionOf("erin@contoso.com", emulator.world.sessionHost("sh-1.contoso.com", undefined, other))).toBeDefined();
  });

  test("refuses a newcomer on a drained host with a conflict", async () => {
    emulator.world.drain(emulator.world.sessionHost("sh-0.contoso.com"));
    expect(await post("sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "e" })).toMatchObject({ status: 409, json: { error: { code: "HostDrained" } } });
  });

  test("signs nobody out on a host that has stopped, but by force", async () => {
    const stopped = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { sessionHosts: { "sh-0": { status: "Shutdown", userSessions: { 2: "alice@contoso.com" } } } } } } } } } } });
    try {
      const signOut = (query: string) => ask(stopped, `${stopped.httpUrl}/_emulator/sessions/sh-0/2/sign-out${query}`, { method: "POST" });
      expect(await signOut("")).toMatchObject({ status: 409, json: { error: { code: "SessionHostUnreachable" } } });
      expect((await signOut("?force=true")).status).toBe(200);
    } finally {
      await stopped.close();
    }
  });

  test("is not to be steered by a page of another site", async () => {
    expect((await post("reset", undefined, { origin: "https://evil.example" })).status).toBe(403);
    // What a page may send to another site without asking there first.
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const steering = { method: "POST", body: '{"user":"CONTOSO\\\\mallory"}', headers: { "content-type": type, origin: "https://evil.example" } };
      expect((await control("desktops/vdi-101/sign-in", steering)).status).toBe(403);
    }
    for (const origin of [emulator.httpUrl, emulator.url, emulator.httpUrl.toUpperCase()]) expect((await post("reset", undefined, { origin })).status).toBe(200);
  });

  test("does not let a page of another site read what it is told", async () => {
    const { status, headers } = await control("world", { headers: { origin: "https://evil.example" } });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("resets the world, the messages and the journal", async () => {
    const call = await signedIn(emulator);
    await call(`${SESSIONS}/3`, { method: "DELETE" });
    await call(`${SESSIONS}/2/sendMessage`, { method: "POST", body: '{"messageBody":"hello"}' });
    expect((await control("messages")).json.messages).toMatchObject([{ body: "hello", sessionHost: "sh-0.contoso.com", userSessionId: 2 }]);
    expect((await post("reset")).status).toBe(200);
    expect((await control("messages")).json.messages).toEqual([]);
    expect((await control("requests")).json.requests).toEqual([]);
    expect((await call(`${SESSIONS}/3`)).status).toBe(200);
  });

  test("keeps a journal of the clients' requests, without tokens and secrets", async () => {
    const call = await signedIn(emulator);
    await call(`${SESSIONS}/9`);
    await ask(emulator, SESSIONS);
    const { json, text } = await control("requests");
    expect(json.requests).toMatchObject([
      { method: "POST", status: 200, principal: CLIENT },
      { method: "GET", url: `${SESSIONS}/9?api-version=2024-04-03`, status: 404, principal: CLIENT, ms: expect.any(Number), at: expect.any(String) },
      { method: "GET", url: SESSIONS, status: 400, principal: null },
    ]);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain("eyJ");
    expect(emulator.requests()).toEqual(json.requests);
  });

  test("forgets the oldest requests", async () => {
    for (let n = 0; n < 1100; n += 100) await Promise.all(Array.from({ length: 100 }, () => ask(emulator, "/x")));
    expect(emulator.requests()).toHaveLength(1000);
  });
});

describe("the environment", () => {
  test("has what Azure tools and this package look for", async () => {
    const env = emulator.env();
    expect(Object.keys(env)).toEqual([
      "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_POD_IDENTITY_AUTHORITY_HOST", "AZURE_AUTHORITY_HOST", "AZURE_SUBSCRIPTION_ID", "DESKTOP_SESSIONS_ARM_ENDPOINT", "DESKTOP_SESSIONS_EMULATOR",
      "DESKTOP_SESSIONS_EMULATOR_HTTP", "DESKTOP_SESSIONS_RDS_ENDPOINT", "DESKTOP_SESSIONS_RDS_USERNAME", "DESKTOP_SESSIONS_RDS_PASSWORD", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    ]);
    expect((await control("env")).json).toEqual(env);
    expect((await control("env?format=sh")).text).toContain(`export AZURE_CLIENT_ID='${CLIENT}'\n`);
    expect((await control("env?format=dotenv")).text).toContain(`AZURE_AUTHORITY_HOST=${emulator.url}\n`);
    expect(await control("env?format=xml")).toMatchObject({ status: 400, json: { error: { message: 'There is no format "xml". Ask for json, sh, dotenv, plain, pwsh, unset.' } } });
  });

  test("names files of certificates: one that adds, one that replaces and so has the public roots, too", async () => {
    const env = emulator.env();
    expect(readFileSync(env["NODE_EXTRA_CA_CERTS"]!, "utf8")).toContain(emulator.certificateAuthority.trim());
    const bundle = readFileSync(env["CURL_CA_BUNDLE"]!, "utf8");
    expect(bundle).toContain(emulator.certificateAuthority.trim());
    expect(bundle.match(/BEGIN CERTIFICATE/g)!.length).toBeGreaterThan(100);
    expect(statSync(env["CURL_CA_BUNDLE"]!).mode & 0o077).toBe(0);
    expect((await control("ca.pem")).text).toBe(emulator.certificateAuthority);
  });

  test("leaves no files behind where the process ends without closing its emulators, nor listeners where it closes them", async () => {
    const script = `
      const { startEmulator } = require(${JSON.stringify(resolve(__dirname, "../../dist/emulator/index.js"))});
      Promise.all([startEmulator(), startEmulator()]).then((emulators) => {
        process.stdout.write(emulators.map((emulator) => emulator.env().NODE_EXTRA_CA_CERTS).join("\\n"));
        process.exit();
      });`;
    const files = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).split("\n");
    expect(files.map((file) => [basename(file), existsSync(dirname(file))])).toEqual([["ca.pem", false], ["ca.pem", false]]);

    const before = process.listenerCount("exit");
    const others = await Promise.all([startEmulator(), startEmulator()]);
    for (const other of others) other.env();
    expect(process.listenerCount("exit") - before).toBeLessThanOrEqual(1);
    await Promise.all(others.map((other) => other.close()));
    expect(process.listenerCount("exit")).toBe(before);
  });

  test("leaves no files behind", async () => {
    const other = await startEmulator();
    const file = other.env()["NODE_EXTRA_CA_CERTS"]!;
    await Promise.all([other.close(), other.close()]);
    expect(() => statSync(file)).toThrow("ENOENT");
  });
});

test("close does not wait for a client that never speaks", async () => {
  const other = await startEmulator();
  const silent = connect(Number(new URL(other.url).port), "127.0.0.1");
  await once(silent, "connect");
  const hungUp = once(silent, "close");
  await other.close();
  await hungUp;
});

test("an address that is another machine's is said to be so, and no port is blamed", async () => {
  await expect(startEmulator({ host: "192.0.2.1" })).rejects.toThrow("Could not listen on 192.0.2.1 port 0: the address is not this machine's. Choose another host: 127.0.0.1, or 0.0.0.0 for every address of this machine.");
});

test("an option that does not exist is refused with those that do", async () => {
  const misspelt = { sed: "world.yaml" } as EmulatorOptions;
  await expect(startEmulator(misspelt)).rejects.toThrow('Could not start the emulator: it has no option "sed". Its options are port, httpPort, host, names, seed, clock, cloud, allowUnencrypted, throttle.');
});

test.each([{ port: -1 }, { httpPort: 65_536 }, { port: 8.5 }, { port: "443" as unknown as number }])("%j is no port, and said to be none", async (options) => {
  const [[name, value] = []] = Object.entries(options);
  await expect(startEmulator(options)).rejects.toThrow(`Could not start the emulator: ${name} is ${JSON.stringify(value)}, and must be a whole number from 0, which is any that is free, to 65535.`);
});

test("a port that is taken is said by its number, and the way out", async () => {
  const port = Number(new URL(emulator.url).port);
  await expect(startEmulator({ port })).rejects.toThrow(`Could not listen on 127.0.0.1 port ${port}: the port is taken. Choose another port.`);
});
