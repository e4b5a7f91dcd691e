import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, type SessionState, startEmulator } from "../../emulator/index";
import { POOL, signedIn } from "./wire";

type Predicate = (session: { user: string; state: string }) => boolean;
interface Expression {
  text: string;
  holds: Predicate;
}

const users = ["ann@contoso.com", "BEN@contoso.com", "o'neil@contoso.com", "and@or.eq"];
const states = ["Active", "Disconnected", "Pending"] as const;
const anyCase = (text: string) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase());
const space = fc.constantFrom(" ", "  ", "\t");

/** A comparison as OData writes it, and what it means. */
const comparison: fc.Arbitrary<Expression> = fc
  .record({ property: fc.constantFrom("user" as const, "state" as const), operator: fc.constantFrom("eq", "ne"), user: fc.constantFrom(...users), state: fc.constantFrom(...states) })
  .chain(({ property, operator, user, state }) => {
    const value = property === "user" ? user : state;
    const name = property === "user" ? "userPrincipalName" : "sessionState";
    return fc.tuple(anyCase(name), space, anyCase(operator), space, anyCase(value)).map(([n, s1, o, s2, v]) => ({
      text: `${n}${s1}${o}${s2}'${v.replaceAll("'", "''")}'`,
      holds: (session) => (session[property].toLowerCase() === value.toLowerCase()) === (operator === "eq"),
    }));
  });

/** Expressions of any depth; what binds looser than its surroundings is in parentheses. */
const { or: expression } = fc.letrec<{ or: Expression; and: Expression; term: Expression }>((tie) => ({
  or: fc.oneof({ maxDepth: 4 }, tie("and"), fc.tuple(tie("and"), anyCase("or"), tie("or")).map(([a, word, b]) => ({ text: `${a.text} ${word} ${b.text}`, holds: (s: Parameters<Predicate>[0]) => a.holds(s) || b.holds(s) }))),
  and: fc.oneof({ maxDepth: 4 }, tie("term"), fc.tuple(tie("term"), anyCase("and"), tie("and")).map(([a, word, b]) => ({ text: `${a.text} ${word} ${b.text}`, holds: (s: Parameters<Predicate>[0]) => a.holds(s) && b.holds(s) }))),
  term: fc.oneof(
    { maxDepth: 4 },
    comparison,
    tie("or").map(({ text, holds }) => ({ text: `( ${text})`, holds })),
    fc.tuple(anyCase("not"), tie("or")).map(([word, { text, holds }]) => ({ text: `${word} (${text} )`, holds: (session: Parameters<Predicate>[0]) => !holds(session) })),
  ),
}));

const worlds = fc.array(fc.record({ user: fc.constantFrom(...users), state: fc.constantFrom(...states), host: fc.constantFrom("sh-0.contoso.com", "sh-1.contoso.com") }), { maxLength: 12 });

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  emulator = await startEmulator();
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

function fill(sessions: readonly { user: string; state: SessionState; host: string }[]): void {
  for (const host of [...emulator.world.hostPools()][0]!.hosts) for (const old of [...host.sessions.walk()]) emulator.world.logOff(old);
  for (const { user, state, host: name } of sessions) {
    const host = emulator.world.sessionHost(name);
    emulator.world.place(host, host.nextId(), { userPrincipalName: user, sessionState: state }); // one user may have several
  }
}

/** The object ids on each page: a name alone may be another session's a moment later. */
async function pages(first: string): Promise<string[][]> {
  const all: string[][] = [];
  for (let next: string | null = first; next !== null; ) {
    const { status, json } = await call(next);
    expect(status).toBe(200);
    all.push(json.value.map(objectId));
    next = json.nextLink;
  }
  return all;
}

const objectId = ({ properties }: { properties: { objectId: string } }) => properties.objectId;
const list = (query: Record<string, string>) => `${POOL}/userSessions?${new URLSearchParams(query).toString()}`;

describe("$filter", () => {
  test("finds exactly the sessions that its meaning names, in any world", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, expression, async (sessions, { text, holds }) => {
        fill(sessions);
        const found = (await call(list({ $filter: text }))).json.value.map(({ properties }: any) => ({ user: properties.userPrincipalName, state: properties.sessionState }));
        const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));
        expect(found.sort(byText)).toEqual(sessions.map(({ user, state }) => ({ user, state })).filter(holds).sort(byText));
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ["", 1, "userPrincipalName or sessionState", "the end"],
    ["sessionState", 13, "'eq' or 'ne'", "the end"],
    ["sessionState like 'A'", 14, "'eq' or 'ne'", "'like'"],
    ["sessionState eq Active", 17, "a text in single quotes", "'Active'"],
    ["sessionState eq 'Active", 17, "not closed by a quote", "''Active'"],
    ["(sessionState eq 'Active'", 26, "expected 'and', 'or' or ')'", "the end"],
    ["sessionState constructor 'A'", 14, "'eq' or 'ne'", "'constructor'"],
    ["not sessionState eq 'Active'", 5, "expected '(' behind 'not'", "'sessionState'"],
    ["not", 4, "expected '(' behind 'not'", "the end"],
    ["not (sessionState eq 'Active'", 30, "expected 'and', 'or' or ')'", "the end"],
    ["sessionState eq 'Active' or", 28, "userPrincipalName or sessionState", "the end"],
    ["'Active' eq sessionState", 1, "userPrincipalName or sessionState", "'Active'"],
    ["sessionState eq null", 17, "a text in single quotes", "'null'"],
    ["startswith(userPrincipalName,'a')", 29, "expected a name, a text in single quotes, or a parenthesis", "',"],
    ["sessionState eq 'Active' sessionState", 26, "'and', 'or' or the end", "'sessionState'"],
    ["()", 2, "userPrincipalName or sessionState", "')'"],
    ["sessionState eq 'Active') and", 25, "'and', 'or' or the end", "')'"],
    ["createTime eq 'x'", 1, "userPrincipalName or sessionState", "'createTime'"],
    ["constructor eq 'x'", 1, "userPrincipalName or sessionState", "'constructor'"],
    ["sessionState eq 'Active' & 1", 26, "a parenthesis", "'& 1'"],
  ])("%j is refused at position %i: %s, found %s", async ($filter, position, expected, found) => {
    const { status, json } = await call(list({ $filter }));
    expect(status).toBe(400);
    expect(json.error.message).toContain(`Error: The $filter is not valid at position ${position}: `);
    expect(json.error.message).toContain(expected);
    expect(json.error.message).toContain(`found ${found}`);
  });

  test("is refused, not recursed into, when it is a thousand parentheses deep", async () => {
    for (const deep of ["(", "not ", "not("]) expect((await call(list({ $filter: deep.repeat(1000) }))).json.error.message).toContain("too many parentheses");
  });
});

describe("nextLink", () => {
  const filter = "userPrincipalName ne 'o''neil+x%20y@contoso.com' and (sessionState eq 'Active')";

  test("is an absolute https URL in whose query nothing is ambiguous", async () => {
    const { nextLink } = (await call(list({ pageSize: "1", initialSkip: "1", isDescending: "True", $filter: filter }))).json;
    const link = new URL(nextLink);
    expect(link.origin).toBe(emulator.url);
    expect(link.pathname).toBe(`${POOL}/userSessions`);
    expect(Object.fromEntries(link.searchParams)).toEqual({ pageSize: "1", isDescending: "True", $filter: filter, "api-version": "2024-04-03", $skipToken: expect.stringMatching(/^[0-9a-f]+$/) });
    // Neither a space nor a plus that some decode and others keep, and nothing that a shell or a template would take for its own.
    expect(link.search).toMatch(/^\?[\w.~%&=*-]+$/);
    expect(link.search).not.toContain("+");
  });

  test("is on the origin by which the caller addressed the emulator", async () => {
    const byName = emulator.url.replace("127.0.0.1", "localhost");
    expect((await call(`${byName}${list({ pageSize: "1" })}`)).json.nextLink).toMatch(new RegExp(`^${byName}/`));
  });

  test("leads on where the filter named the last session of a page, which has gone since", async () => {
    const first = (await call(list({ pageSize: "2", $filter: "sessionState ne 'Pending'" }))).json;
    const pool = [...emulator.world.hostPools()][0]!;
    for (const session of [...pool.sessions.walk()]) if (first.value.map(objectId).includes(session.objectId)) emulator.world.logOff(session);
    const rest = [...pool.sessions.walk()].map((session) => session.objectId);
    expect((await pages(first.nextLink)).flat()).toEqual(rest);
  });
});

describe("paging", () => {
  test("covers every session exactly once, in the list's order, whatever the page size, skip and direction", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 14 }), fc.boolean(), async (sessions, pageSize, initialSkip, isDescending) => {
        fill(sessions);
        const whole = (await pages(list({}))).flat();
        const cut = await pages(list({ pageSize: String(pageSize), initialSkip: String(initialSkip), isDescending: String(isDescending) }));
        expect(whole).toHaveLength(sessions.length);
        expect(cut.flat()).toEqual((isDescending ? whole.toReversed() : whole).slice(initialSkip));
        expect(cut.slice(0, -1).every((page) => page.length === pageSize)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("shows no session twice and loses none that stays, while others come and go", async () => {
    await fc.assert(
      fc.asyncProperty(worlds.filter(({ length }) => length > 3), fc.nat(), fc.boolean(), async (sessions, chance, isDescending) => {
        fill(sessions);
        const first = (await call(list({ pageSize: "2", isDescending: String(isDescending) }))).json;
        const there = [...[...emulator.world.hostPools()][0]!.sessions.walk()];
        const gone = there[chance % there.length]!;
        emulator.world.logOff(gone);
        emulator.world.signIn(emulator.world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "late@contoso.com" });
        const seen = [...first.value.map(objectId), ...(await pages(first.nextLink)).flat()];
        expect(new Set(seen).size).toBe(seen.length);
        for (const stays of there) if (stays !== gone) expect(seen).toContain(stays.objectId);
      }),
      { numRuns: 60 },
    );
  });

  test("gives at most 100 sessions where the caller names no size, and 1,000 where it wants more", async () => {
    const host = emulator.world.sessionHost("sh-1.contoso.com");
    for (let n = 0; n < 1200; n++) emulator.world.signIn(host, { userPrincipalName: `user${n}@contoso.com` });
    expect((await call(list({}))).json.value).toHaveLength(100);
    expect((await call(list({ pageSize: "5000" }))).json.value).toHaveLength(1000);
    expect((await pages(list({ pageSize: "5000" }))).flat()).toHaveLength(1204);
  });
});
