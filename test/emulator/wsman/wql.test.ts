import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { enumerate, query, send, texts, users } from "./wire";

const desktops = {
  v1: { host: "hv-0", session: { id: 2, user: "CONTOSO\\alice", clientMachineName: "LAPTOP-1" } },
  v2: { host: "hv-0", session: { id: 3, user: "CONTOSO\\bob", connectState: "Disconnected" } },
  v3: { host: "hv-1", session: { id: 2, user: "FABRIKAM\\O'Brien", connectState: "Disconnected", clientMachineName: "a%b_c[d]" } },
  v4: { host: "hv-1", session: { id: 11, user: "CONTOSO\\dörte", clientMachineName: "back\\slash" } },
} as const;
let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ seed: { subscriptions: {}, rds: { collections: { "Pool 1": { desktops } } } } })));
afterAll(() => emulator.close());

const selected = async (where: string) => {
  const answer = await send(emulator, query(`SELECT * FROM Win32_VirtualDesktopSession WHERE ${where}`));
  expect(answer.status, answer.text).toBe(200);
  return users(answer);
};

describe("a query", () => {
  test.each<[string, string[]]>([
    ["UserName = 'alice'", ["alice"]],
    ["username = \"ALICE\"", ["alice"]],
    ["UserName <> 'alice'", ["bob", "O'Brien", "dörte"]],
    ["UserName != 'alice'", ["bob", "O'Brien", "dörte"]],
    ["UserName < 'b'", ["alice"]],
    ["UserName >= 'bob' AND UserName <= 'bob'", ["bob"]],
    ["SessionId = 2", ["alice", "O'Brien"]],
    ["SessionId = '2'", ["alice", "O'Brien"]],
    ["SessionId > 2", ["bob", "dörte"]],
    ["SessionId < 3", ["alice", "O'Brien"]],
    ["SessionId > 9", ["dörte"]],
    ["SessionId > -1 and SessionId < +3", ["alice", "O'Brien"]],
    ["3 <= SessionId", ["bob", "dörte"]],
    ["'alice' = UserName", ["alice"]],
    ["ConnectState = 4 AND DomainName = 'contoso'", ["bob"]],
    ["ConnectState = 4 OR UserName = 'alice'", ["alice", "bob", "O'Brien"]],
    ["ConnectState = 4 OR ConnectState = 0 AND UserName = 'alice'", ["alice", "bob", "O'Brien"]],
    ["(ConnectState = 4 OR ConnectState = 0) AND UserName = 'alice'", ["alice"]],
    ["NOT ConnectState = 4", ["alice", "dörte"]],
    ["not not (not ConnectState = 4)", ["alice", "dörte"]],
    ["NOT ConnectState = 4 AND UserName = 'alice'", ["alice"]],
    ["ClientMachineName IS NULL", ["bob"]],
    ["ClientMachineName = null", ["bob"]],
    ["ClientMachineName is not null", ["alice", "O'Brien", "dörte"]],
    ["ClientMachineName <> 'LAPTOP-1'", ["O'Brien", "dörte"]],
    ["UserName = 'O\\'Brien'", ["O'Brien"]],
    ["UserName = \"O'Brien\"", ["O'Brien"]],
    ["ClientMachineName = 'back\\\\slash'", ["dörte"]],
    ["UserName = 'DÖRTE'", ["dörte"]],
    ["UserName = 'x\\' OR 1=1 --'", []],
    ["CollectionId = 'Pool 1' AND VMName = 'V1'", ["alice"]],
  ])("WHERE %s", async (where, names) => {
    expect(await selected(where)).toEqual(names);
  });

  test.each<[string, string[]]>([
    ["%", ["alice", "bob", "O'Brien", "dörte"]],
    ["AL%", ["alice"]],
    ["%e", ["alice", "dörte"]],
    ["%r%", ["O'Brien", "dörte"]],
    ["b_b", ["bob"]],
    ["d_rte", ["dörte"]],
    ["b__b", []],
    ["[a-b]%", ["alice", "bob"]],
    ["[^a-b]%", ["O'Brien", "dörte"]],
    ["[bd]%", ["bob", "dörte"]],
    ["ali", []],
    ["", []],
  ])("LIKE '%s'", async (pattern, names) => {
    expect(await selected(`UserName LIKE '${pattern}'`)).toEqual(names);
  });

  test("finds the characters of patterns themselves in brackets", async () => {
    expect(await selected("ClientMachineName LIKE 'a[%]b[_]c[[]d]'")).toEqual(["O'Brien"]);
    expect(await selected("ClientMachineName LIKE 'a[_]%'")).toEqual([]);
  });

  test("selects columns in any case, once each", async () => {
    const answer = await send(emulator, query("select vmname, USERNAME, VMName from WIN32_virtualdesktopsession where sessionid=11"));
    expect(answer.text).toContain("<w:Items><w:XmlFragment><UserName>dörte</UserName><VMName>v4</VMName></w:XmlFragment></w:Items>");
  });

  test("asks other classes, too", async () => {
    expect(texts(await send(emulator, query("SELECT Name FROM Win32_RDMSVirtualDesktop WHERE HostName='hv-1'")), "Name")).toEqual(["v3", "v4"]);
    expect(texts(await send(emulator, query("SELECT Alias FROM Win32_RDMSVirtualDesktopCollection WHERE ShowInPortal = TRUE AND IsHA = 'false'")), "Alias")).toEqual(["Pool 1"]);
  });

  test("without WHERE selects all, and may stand under its class's URI", async () => {
    const filter = query("SELECT * FROM Win32_VirtualDesktopSession").body!.replace(/^.*?<wsman:Filter/, "<wsman:Filter").replace("</wsen:Enumerate>", "");
    expect(users(await send(emulator, enumerate(filter)))).toHaveLength(4);
  });

  test("of 10,000 alternatives is answered", async () => {
    expect(await selected(Array.from({ length: 10_000 }, (_, n) => `SessionId=${n + 3}`).join(" OR "))).toEqual(["bob", "dörte"]);
  });

  test("with a pattern made to take long is answered", async () => {
    expect(await selected(`UserName LIKE '${"%a".repeat(5_000)}%b'`)).toEqual([]);
  });
});

describe("a query that WMI refuses is refused:", () => {
  const S = "SELECT * FROM Win32_VirtualDesktopSession";
  test.each([
    ["", "Expected SELECT at character 1, found the end."],
    ["DELETE FROM Win32_VirtualDesktopSession", 'Expected SELECT at character 1, found "DELETE".'],
    ["SELECT FROM Win32_VirtualDesktopSession", "Expected a column or *"],
    ["SELECT COUNT(*) FROM Win32_VirtualDesktopSession", 'Expected FROM at character 13, found "(".'],
    ["SELECT *, UserName FROM Win32_VirtualDesktopSession", "Expected FROM"],
    ["SELECT Shoe FROM Win32_VirtualDesktopSession", "Win32_VirtualDesktopSession has no property Shoe."],
    [`${S} ORDER BY UserName`, 'Expected WHERE or the end at character 43, found "ORDER".'],
    [`${S};`, "Character 42 is not understood"],
    [`${S} WHERE`, "found the end"],
    [`${S} WHERE UserName`, "Expected a comparison"],
    [`${S} WHERE UserName == 'a'`, "Expected a literal"],
    [`${S} WHERE UserName = alice`, "Expected a literal"],
    [`${S} WHERE UserName = VMName`, "Expected a literal"],
    [`${S} WHERE UserName = 'alice`, "is not understood"],
    [`${S} WHERE UserName = 'it''s'`, "Expected AND, OR or the end"],
    [`${S} WHERE UserName = 'CONTOSO\\alice'`, 'has a \\ before "a". Write \\\\ for a backslash.'],
    [`${S} WHERE UserName = 'x' OR 1=1`, "Expected a property"],
    [`${S} WHERE UserName = 'x' --`, "is not understood"],
    [`${S} WHERE UserName NOT LIKE 'a%'`, "Expected a comparison"],
    [`${S} WHERE UserName LIKE 5`, "Expected a pattern in quotes"],
    [`${S} WHERE UserName LIKE '[a'`, "without its ]"],
    [`${S} WHERE SessionId LIKE '1%'`, "SessionId is a uint32, and LIKE compares texts."],
    [`${S} WHERE SessionId = 'two'`, 'SessionId is a uint32, and can\'t be compared with "two".'],
    [`${S} WHERE SessionId = TRUE`, "can't be compared with true"],
    [`${S} WHERE SessionId = 1.5`, "is not understood"],
    [`${S} WHERE SessionId = 0x2`, "is not understood"],
    [`${S} WHERE UserName = 5`, "UserName is a string, and can't be compared with 5."],
    [`${S} WHERE UserName > NULL`, "NULL is neither more nor less than UserName."],
    [`${S} WHERE UserName IS 'a'`, "Expected NULL"],
    [`${S} WHERE (UserName = 'a'`, "Expected )"],
    [`${S} WHERE UserName = 'a')`, "Expected AND, OR or the end"],
    [`${S} WHERE Shoe = 5`, "has no property Shoe"],
    [`${S} WHERE ${"(".repeat(101)}SessionId=1${")".repeat(101)}`, "nested more than 100 deep"],
    [`${S} WHERE ${"NOT ".repeat(101)}SessionId=1`, "nested more than 100 deep"],
    ["ASSOCIATORS OF {Win32_VirtualDesktopSession.SessionId=2}", "is not understood"],
    ["SELECT * FROM Win32_Process", "there is no Win32_Process in root/cimv2/rdms"],
  ])("%s", async (wql, why) => {
    const { status, text } = await send(emulator, query(wql));
    expect(status).toBe(500);
    expect(text).toContain("<a:Action>http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault</a:Action>");
    expect(text).toContain("<s:Value>s:Sender</s:Value><s:Subcode><s:Value>n:CannotProcessFilter</s:Value></s:Subcode>");
    expect(text).toContain('Code="2150858778"');
    expect(text.replaceAll("&quot;", '"')).toContain(why);
  });
});

test("a name of any characters, written as a literal, finds its user and nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }).filter((name) => !/[\p{Cc}\ufffe\uffff]/u.test(name)), async (name) => {
      const literal = name.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
      const wanted = Object.values(desktops).map(({ session }) => session.user.split("\\")[1]!).filter((user) => user.toLowerCase() === name.toLowerCase());
      expect(await selected(`UserName = '${literal}'`)).toEqual(wanted);
    }),
    { numRuns: 50 },
  );
});
