/** `bare-express.mts PORT FILE`: one Express route that answers with the bytes of a file, over https. The least there can be. */
import { readFileSync } from "node:fs";
import https from "node:https";
import express from "express";
import { issueTlsIdentity } from "../dist/emulator/tls/certificate-authority.js";

const [port, file] = process.argv.slice(2);
const body = readFileSync(file!, "utf8");
const { cert, key } = issueTlsIdentity(["127.0.0.1"]);
const app = express().disable("etag").disable("x-powered-by");
app.all("/{*path}", (_request, response) => void response.type("json").send(body));
https.createServer({ cert, key }, app).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit());
