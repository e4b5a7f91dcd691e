import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { type Ask, type Answer, askForToken, HOST, SESSIONS, signedIn, VERSION } from "../wire";
import { lastAnswer, RawConnection } from "./raw-connection";

/** One session, and a message to it. */
export const ONE = `${SESSIONS}/3?${VERSION}`;
export const SEND = `${SESSIONS}/3/sendMessage?${VERSION}`;

/** An emulator for the tests of one file, and ways to reach it that no client has. */
export interface Target {
  readonly emulator: Emulator;
  /** A caller that is known, over HTTP as it should be. */
  call(url: string, options?: Ask): Promise<Answer>;
  /** A connection that is closed after its test. Of what it sends, `{host}`, `{url}` and `{authorization}` are filled in. */
  connect(base?: string): Promise<RawConnection>;
  /** What is answered to these bytes until the emulator closes. */
  answerTo(...bytes: (string | Buffer)[]): Promise<ReturnType<typeof lastAnswer>>;
}

/** After each test, whatever it sent, the next caller is answered, and nothing has happened to anybody. */
export function target(): Target {
  let emulator: Emulator;
  let call: Target["call"];
  let authorization: string;
  const open: RawConnection[] = [];

  beforeAll(async () => {
    emulator = await startEmulator();
    authorization = `Bearer ${(await askForToken(emulator)).json.access_token}`;
    call = await signedIn(emulator);
  });
  afterAll(() => emulator.close());
  beforeEach(() => emulator.reset());
  afterEach(async () => {
    for (const connection of open.splice(0)) connection.close();
    expect(await call(`${SESSIONS}/3`)).toMatchObject({ status: 200, json: { properties: { userPrincipalName: "bob@contoso.com", sessionState: "Active" } } });
    expect(await call(HOST)).toMatchObject({ status: 200, json: { properties: { allowNewSession: true } } });
  });

  async function connect(base = emulator.url): Promise<RawConnection> {
    const fill = (text: string): string => text.replaceAll("{host}", new URL(base).host).replaceAll("{url}", emulator.url).replaceAll("{authorization}", authorization);
    const connection = await RawConnection.open(emulator, base, fill);
    open.push(connection);
    return connection;
  }

  return {
    get emulator() { return emulator; },
    call: (url, options) => call(url, options),
    connect,
    async answerTo(...bytes) {
      const connection = await connect();
      connection.send(...bytes);
      return lastAnswer(await connection.end());
    },
  };
}

/** The head of a request, from a caller that is known. */
export function head(method: string, path: string, headers: Record<string, string> = {}, version = "HTTP/1.1"): string {
  const all = { Host: "{host}", Authorization: "{authorization}", ...headers };
  return `${method} ${path} ${version}\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** Bodies that are nested so deep. */
export const lists = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
export const objects = (levels: number): string => '{"a":'.repeat(levels) + "1" + "}".repeat(levels);

export const armError = (status: number, code: string, message: RegExp) => ({ status, json: { error: { code, message: expect.stringMatching(message) } } });
