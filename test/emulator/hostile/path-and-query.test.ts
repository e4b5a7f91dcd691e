import { describe, expect, test } from "vitest";
import { POOL, SESSIONS, SUBSCRIPTION, VERSION } from "../wire";
import { lastAnswer } from "./raw-connection";
import { armError, head, target } from "./target";

const at = target();

describe("a path", () => {
  const inPlaceOfTheHost = (name: string) => `${POOL}/sessionHosts/${name}/userSessions`;
  test.each([
    ["..%2f..%2fetc%2fpasswd", 400, "400", /sessionHostName does not match/],
    ["..%5c..%5cwindows", 400, "400", /sessionHostName does not match/],
    ["sh%00-0", 400, "400", /sessionHostName does not match/],
    ["sh-0%0d%0aX-Evil:%201", 400, "400", /sessionHostName does not match/],
    ["sh-0%252fcontoso", 400, "400", /sessionHostName does not match/],
    ["%C3%28", 400, "BadRequest", /not properly encoded/],
    ["%", 400, "BadRequest", /not properly encoded/],
    ["%E2%80%AEsh-0", 400, "400", /sessionHostName does not match/],
    ["constructor", 404, "404", /SessionHost does not exist/],
    ["__proto__", 404, "404", /SessionHost does not exist/],
  ])("with the host %s is refused", async (name, status, code, message) => {
    expect(await at.call(inPlaceOfTheHost(name))).toMatchObject(armError(status, code, message));
  });

  test("of two dots does not leave its place", async () => {
    const connection = await at.connect();
    connection.send(head("GET", `${SESSIONS}/../../../hostPools/../../x?${VERSION}`, { Connection: "close" }));
    expect(lastAnswer(await connection.end())).toMatchObject({ status: 404, body: expect.stringContaining("InvalidResourceType") });
  });

  test.each([
    [inPlaceOfTheHost(".."), 400, "400"],
    [inPlaceOfTheHost("%2e%2e"), 400, "400"],
    [`//${SUBSCRIPTION}`, 404, "MissingSubscription"],
    [`/${SESSIONS}`, 404, "MissingSubscription"],
    [SESSIONS.replace("/userSessions", "//userSessions"), 404, "InvalidResourceType"],
    [POOL.replace(SUBSCRIPTION, "__proto__"), 400, "InvalidSubscriptionId"],
    [POOL.replace("rg-avd", "__proto__"), 404, "ResourceGroupNotFound"],
    [POOL.replace("rg-avd", ".."), 400, "InvalidResourceGroup"],
    [POOL.replace("hostPools/pool-1", "__proto__"), 404, "InvalidResourceType"],
    [POOL.replace("Microsoft.DesktopVirtualization", "constructor"), 404, "InvalidResourceNamespace"],
    [POOL.replace("pool-1", "p".repeat(15_000)), 400, "400"],
    [`${POOL}${"/a".repeat(7_000)}`, 404, "InvalidResourceType"],
  ])("%.120s is refused", async (path, status, code) => {
    // Over a connection of one's own, since a URL object would tidy it up.
    const connection = await at.connect();
    connection.send(head("GET", `${path}?${VERSION}`, { Connection: "close" }));
    const answer = lastAnswer(await connection.end());
    expect({ status: answer.status, code: JSON.parse(answer.body).error.code }).toEqual({ status, code });
  });
});

describe("a query", () => {
  test("does not choose among the values of a parameter that is repeated, whatever its case", async () => {
    expect(await at.call(`${SESSIONS}?pageSize=1&PAGESIZE=5&pageSize=x&${VERSION}`)).toMatchObject(armError(400, "400", /value '1,5,x' of pageSize/));
    expect(await at.call(`${SESSIONS}?${VERSION}&api-version=nonsense`)).toMatchObject({ status: 400 });
  });

  test.each(["%zz=%E0%A4%A", "&".repeat(10_000), "__proto__=1&constructor=2", `${"a".repeat(12_000)}=1`, "%00=%00", "=&=&=", "pageSize"])("with %.40s beside what it needs", async (query) => {
    const { status } = await at.call(`${SESSIONS}/3?${query}&${VERSION}`);
    expect(status).toBe(200);
  });

  test("with a filter of thousands of parentheses or words is refused where it goes wrong", async () => {
    expect(await at.call(`${POOL}/userSessions?$filter=${"(".repeat(5_000)}`)).toMatchObject(armError(400, "400", /too many parentheses/));
    expect(await at.call(`${POOL}/userSessions?$filter=${"sessionState%20eq%20'a'%20or%20".repeat(300)}x`)).toMatchObject(armError(400, "400", /not valid at position/));
  });
});
