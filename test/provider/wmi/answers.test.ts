import { describe, expect, it } from "vitest";
import { enumerate } from "../../../provider/wmi/enumerate";
import { useBroker, type Answer } from "./broker";
import { alice, bob, enumerated, envelope, pulled, row, textsOf } from "./wire";

const broker = useBroker();
const list = () => broker.backend().sessions("now");
const soap = "application/soap+xml;charset=UTF-8";
const verbs = (): string[] => broker.asked.flatMap(({ body }) => textsOf("Action", body)).map((action) => action.replace(/^.*\//, ""));

describe("an answer that is none", () => {
  const good = enumerated([row(bob)]);
  it.each<[string, Answer, RegExp]>([
    ["relates to another request", { body: good.replace("{MessageID}", "uuid:00000000-0000-0000-0000-000000000000") }, /it answers another request/],
    ["relates to no request", { body: good.replace(/<a:RelatesTo>.*<\/a:RelatesTo>/, "") }, /it answers another request/],
    ["breaks off", { body: good.slice(0, -30) }, /not well-formed/],
    ["breaks off, and said how long it is", { instead: (response) => response.writeHead(200, { "Content-Type": soap, "Content-Length": "10000" }).write(good, () => response.destroy()) }, /it breaks off \(aborted\)/],
    ["is a page of a proxy", { headers: { "Content-Type": "text/html" }, body: "<html/>" }, /it is text\/html and no SOAP/],
    ["is SOAP 1.1", { body: good.replace("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/") }, /no SOAP 1\.2 envelope/],
    ["is encoded otherwise than said", { body: Buffer.from(enumerated([row({ ...bob, UserName: "Ørsted" })]), "latin1") }, /not the utf-8 that it says it is/],
    ["ends in the middle of a character", { body: Buffer.concat([Buffer.from("<a>"), Buffer.from([0xf0, 0x9f])]) }, /not the utf-8 that it says it is/],
    ["is encoded in what SOAP is not", { headers: { "Content-Type": "application/soap+xml;charset=ISO-8859-1" }, body: good }, /encoded in ISO-8859-1/],
    ["has a document type", { body: `<!DOCTYPE x [<!ENTITY a "b">]>${good}` }, /document type/],
    ["is larger than was asked for", { body: enumerated([row({ ...bob, UserName: "x".repeat(1_100_000) })]) }, /larger than 1024000 bytes, and 512000 were asked for/],
    ["is nested", { body: enumerated(["<a>".repeat(200) + "</a>".repeat(200)]) }, /nested more than 64 deep/],
  ])("%s is refused", async (_, answer, why) => {
    broker.answering = () => answer;
    await expect(list()).rejects.toThrow(why);
    await expect(list()).rejects.toMatchObject({ name: "UnexpectedAnswer" });
  });

  it("without an end is read no further than its bound", async () => {
    let written = 0;
    broker.answering = () => ({
      instead: (response) => {
        response.writeHead(200, { "Content-Type": soap }).write("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'>");
        const more = (): void => {
          while (!response.destroyed && response.write("x".repeat(65_536))) written += 65_536;
          if (!response.destroyed) response.once("drain", more);
        };
        more();
      },
    });
    await expect(list()).rejects.toThrow(/larger than/);
    // What is under way in the sockets comes on top of the 1,024,000 bytes that are read.
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it("does not spoil the connection for the next call", async () => {
    broker.answering = (_, count) => (count === 1 ? { headers: { "Content-Type": "text/html" }, body: "x".repeat(1_000_000) } : { body: enumerated([row(bob)]) });
    const backend = broker.backend();
    await expect(backend.sessions("now")).rejects.toThrow(/no SOAP/);
    expect(await backend.sessions("now")).toHaveLength(1);
  });
});

describe("an answer in UTF-16", () => {
  it("is read like any other", async () => {
    broker.answering = ({ body }) => ({
      headers: { "Content-Type": "application/soap+xml;charset=UTF-16" },
      body: Buffer.from(`\ufeff${enumerated([row({ ...bob, UserName: "雪" })]).replace("{MessageID}", textsOf("MessageID", body)[0]!)}`, "utf16le"),
    });
    expect(await list()).toMatchObject([{ user: "CONTOSO\\雪" }]);
  });
});

describe("an enumeration", () => {
  it("is released when its consumer has seen enough", async () => {
    broker.answering = (_, count) => ({ body: [enumerated([row(alice), row(bob)], "uuid:1"), envelope("")][count - 1]! });
    for await (const page of enumerate(broker.client(), "SELECT UserName FROM C")) {
      expect(page.map((found) => found.get("UserName"))).toEqual(["alice", "bob"]);
      break;
    }
    expect(verbs()).toEqual(["Enumerate", "Release"]);
    expect(textsOf("EnumerationContext", broker.asked[1]!.body)).toEqual(["uuid:1"]);
  });

  it("hands over a page before it asks for the next", async () => {
    broker.answering = (_, count) => ({ body: [enumerated([row(alice)], "uuid:1"), pulled([row(bob)])][count - 1]! });
    const asked: string[] = [];
    for await (const [found] of enumerate(broker.client(), "SELECT UserName FROM C")) asked.push(`${found!.get("UserName")} after ${broker.asked.length}`);
    expect(asked).toEqual(["alice after 1", "bob after 2"]);
  });

  it("is begun again when a connection that was kept open turns out to be closed, but no page is pulled twice", async () => {
    broker.answering = (_, count) =>
      [2, 4].includes(count) ? { instead: (response) => response.destroy() } : { body: count === 1 ? enumerated([]) : count === 3 ? enumerated([row(bob)], "uuid:1") : envelope("") };
    const backend = broker.backend();
    await backend.sessions("now");
    await expect(backend.sessions("now")).rejects.toThrow(/Could not list the sessions/);
    expect(verbs()).toEqual(["Enumerate", "Enumerate", "Enumerate", "Pull", "Release"]);
  });

  it("a list that gives a page again is not listened to for ever", async () => {
    broker.answering = (_, count) => ({ body: enumerated([row(bob)], "again").replaceAll("EnumerateResponse", count === 1 ? "EnumerateResponse" : "PullResponse") });
    await expect(broker.backend().sessions("now")).rejects.toThrow(/it lists session 3 on hv-0\.contoso\.com twice/);
    expect(broker.asked.length).toBeLessThan(5);
  });
});
