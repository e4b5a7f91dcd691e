/**
 * `bare-express.mts PORT FILE`: one Express route that answers with the bytes of a file, over https. The least there can be.
 * The file is JSON, of `headers` and `body`: what a client of the other server gets, but for what every server writes itself.
 */
import { readFileSync } from "node:fs";
import https from "node:https";
import express from "express";
import { issueTlsIdentity } from "../dist/emulator/tls/certificate-authority.js";

const [port, file] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(file!, "utf8")) as { headers: Record<string, string>; body: string };
const { cert, key } = issueTlsIdentity(["127.0.0.1"]);
const app = express().disable("etag").disable("x-powered-by");
app.all("/{*path}", (_request, response) => void response.set(headers).send(body));
https.createServer({ cert, key }, app).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit());
