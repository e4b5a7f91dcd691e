/**
 * A broker of precomputed bytes, in a process of its own: `wsman-broker.mts KEY CERT`. Prints its port. The same sessions
 * are on `/wsman` in pages (an enumeration named after its number of items) and on `/json/PAGE` as JSON.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

const [, , key, cert] = process.argv as [string, string, string, string];
const pageSize = 500;
const pages = 20;

const sessions = Array.from({ length: pageSize * pages }, (_, index) => ({
  ConnectState: index % 3 === 0 ? 4 : 0,
  DomainName: "CONTOSO",
  SessionId: 2 + Math.floor(index / 100),
  UserName: `user${index}`,
  VMHostName: `hv-${index % 100}.contoso.com`,
  VMName: `vdi-${index}`,
}));
const pageOf = <Item,>(items: readonly Item[], page: number): readonly Item[] => items.slice(page * pageSize, (page + 1) * pageSize);
const json = Array.from({ length: pages }, (_, page) => Buffer.from(JSON.stringify(pageOf(sessions, page))));
const rows = sessions.map((session) => `<w:XmlFragment>${Object.entries(session).map(([name, value]) => `<${name}>${value}</${name}>`).join("")}</w:XmlFragment>`);
const xml = Array.from({ length: pages }, (_, page) => Buffer.from(pageOf(rows, page).join("")));

const head =
  '<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><a:Action>x</a:Action><a:RelatesTo>';

/** @param left how many items are still to come, this page's among them */
function answer(id: string, verb: string, left: number): Buffer {
  const items = xml[Math.floor(left / pageSize) % pages]!;
  const rest = left - pageSize;
  const [prefix, end] = verb === "Enumerate" ? ["w", "<w:EndOfSequence/>"] : ["n", "<n:EndOfSequence/>"];
  const context = rest > 0 ? `<n:EnumerationContext>${rest}</n:EnumerationContext>` : "";
  const before = `${head}${id}</a:RelatesTo></s:Header><s:Body><n:${verb}Response>${context}<${prefix}:Items>`;
  const after = `</${prefix}:Items>${rest > 0 ? "" : end}</n:${verb}Response></s:Body></s:Envelope>`;
  return Buffer.concat([Buffer.from(before), items, Buffer.from(after)]);
}

const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    if (request.url!.startsWith("/json/")) {
      response.writeHead(200, { "Content-Type": "application/json" }).end(json[Number(request.url!.slice(6))]);
      return;
    }
    const id = /MessageID>([^<]*)/.exec(body)![1]!;
    const context = /EnumerationContext>(\d+)/.exec(body)?.[1];
    const wanted = /items = '(\d+)'/.exec(body)?.[1] ?? String(pageSize * pages);
    response.writeHead(200, { "Content-Type": "application/soap+xml;charset=UTF-8" });
    response.end(answer(id, context === undefined ? "Enumerate" : "Pull", Number(context ?? wanted)));
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
