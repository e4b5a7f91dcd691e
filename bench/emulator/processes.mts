/** Servers as processes: started, asked, stopped. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const command = join(import.meta.dirname, "../../dist/cli/main.js");
const bare = join(import.meta.dirname, "../bare-express.mts");

export interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  /** Milliseconds from the start of the process to its first answer. */
  readonly after: number;
}

/** Without a line for each request, which what it is compared with does not write either. */
export async function startEmulator(...options: readonly string[]): Promise<Running> {
  const port = await freePort();
  return start(["--", command, "emulate", "--quiet", "--port", String(port), ...options], `https://127.0.0.1:${port}`, "/_emulator/health");
}

/** @param answer a file with what it answers to everything: `headers` and `body`, as JSON */
export async function startBare(answer: string): Promise<Running> {
  const port = await freePort();
  return start([bare, String(port), answer], `https://127.0.0.1:${port}`, "/");
}

/** A program of Node's, until it answers. */
export async function start(args: readonly string[], url: string, path: string): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  for (;;) {
    try {
      await ask(url + path);
      return { process: child, url, after: performance.now() - began };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED" || child.exitCode !== null) throw error;
      await sleep(2);
    }
  }
}

export async function stop({ process: child }: Running): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** GET, or POST where there is a body. The certificate is not looked at: it is made anew at each start. */
export async function ask(url: string, headers: Record<string, string> = {}, body?: string): Promise<string> {
  return (await answerOf(url, body === undefined ? "GET" : "POST", headers, body)).body;
}

export interface Answer {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export function answerOf(url: string, method: "GET" | "POST", headers: Record<string, string> = {}, content?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith("https:") ? https : http;
    const sent = request(url, { headers, rejectUnauthorized: false, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject).end(content);
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
