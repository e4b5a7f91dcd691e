import https from "node:https";
import http from "node:http";
import tls from "node:tls";
import type { Emulator } from "../../emulator/index";

export const TENANT = "11111111-1111-1111-1111-111111111111";
export const CLIENT = "22222222-2222-2222-2222-222222222222";
export const SECRET = "emulator-secret";
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const POOL = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1`;
export const HOST = `${POOL}/sessionHosts/sh-0.contoso.com`;
export const SESSIONS = `${HOST}/userSessions`;
export const VERSION = "api-version=2024-04-03";

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The body as JSON. */
  json: any;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** One request over real TLS, or plain http, with nothing added but a length. */
export function ask(emulator: Emulator, url: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
  const target = new URL(url, emulator.url);
  const options = { method, headers: { ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }), ...headers }, agent: false as const };
  return new Promise((resolve, reject) => {
    const answered = (response: http.IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        resolve({ status: response.statusCode!, headers: response.headers, bytes, text, get json() { return JSON.parse(text); } });
      });
    };
    const request = target.protocol === "http:" ? http.request(target, options, answered) : https.request(target, { ...options, ca: emulator.certificateAuthority, checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(target.hostname, certificate) }, answered);
    request.on("error", reject).end(body);
  });
}

export interface TokenRequest {
  tenant?: string;
  headers?: Record<string, string>;
  [field: string]: string | Record<string, string> | undefined;
}

/** A form posted to the token endpoint; `undefined` leaves a field out. */
export function askForToken(emulator: Emulator, { tenant = TENANT, headers, ...fields }: TokenRequest = {}): Promise<Answer> {
  const all = { grant_type: "client_credentials", client_id: CLIENT, client_secret: SECRET, scope: `${emulator.url}/.default`, ...fields };
  const body = new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === "string")).toString();
  return ask(emulator, `/${tenant}/oauth2/v2.0/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, body });
}

/** A caller that brings a token, and an api-version where the URL has none. */
export async function signedIn(emulator: Emulator, fields?: TokenRequest) {
  const authorization = `Bearer ${(await askForToken(emulator, fields)).json.access_token}`;
  return (url: string, options: Ask = {}): Promise<Answer> => {
    const versioned = /[?&]api-version=/i.test(url) ? url : `${url}${url.includes("?") ? "&" : "?"}${VERSION}`;
    return ask(emulator, versioned, { ...options, headers: { authorization, ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers } });
  };
}
