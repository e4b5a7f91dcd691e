import { sampleWorld } from "../../emulator/seed/sample-world";
import type { Estate } from "./estate";

const domain = "CONTOSO\\";
const sessionClass = "Win32_VirtualDesktopSession";
const [first, second] = ["hv-0.contoso.com", "hv-1.contoso.com"] as const;
const session = (id: number, person: string, connectState: "Active" | "Disconnected" = "Active") => ({ id, user: domain + person, connectState });

/** A collection with the people of the sample world's host pool, and a free desktop on each host. */
export const rdsEstate: Estate = {
  system: "Remote Desktop Services",
  seed: {
    ...sampleWorld,
    rds: {
      users: { "CONTOSO\\rdsadmin": "emulator-secret" },
      collections: {
        Pool1: {
          desktops: {
            "vdi-001": { host: first, session: session(2, "alice") },
            "vdi-002": { host: first, session: session(3, "bob") },
            "vdi-003": { host: first, session: session(5, "carol", "Disconnected") },
            "vdi-004": { host: first },
            "vdi-101": { host: second, session: session(2, "dave") },
            "vdi-102": { host: second },
          },
        },
        Pool2: { desktops: { "vdi-901": { host: "hv-9.contoso.com", session: session(2, "bob") } } }, // not in the scope
      },
    },
  },
  scope: { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" },
  scopeName: "rdcb1.contoso.com/Pool1",
  hosts: [first, second],
  userOf: (person) => domain + person,
  otherNameOf: (person) => domain + person,
  particularsOfDave: { virtualMachine: "vdi-101" },
  noAge: "UnsupportedByBackend: no createTime",
  unsupported: [
    ["an age", { sessions: { everyone: true, olderThan: "8h" } }, 'sessions.olderThan is "8h"; UnsupportedByBackend: Remote Desktop Services keeps no create time; select by state instead'],
    ["force", { sessions: { everyone: true }, force: true }, "force is true; UnsupportedByBackend: Logoff of Remote Desktop Services cannot be forced"],
  ],
  credentials: ({ DESKTOP_SESSIONS_RDS_USERNAME, DESKTOP_SESSIONS_RDS_PASSWORD }) => [
    ["rdsAuthentication", "basic"], // the scheme whose header tells most
    ["rdsUsername", DESKTOP_SESSIONS_RDS_USERNAME!],
    ["rdsPassword", DESKTOP_SESSIONS_RDS_PASSWORD!],
  ],
  secretVariable: "DESKTOP_SESSIONS_RDS_PASSWORD",
  travelling: new RegExp(Buffer.from("CONTOSO\\rdsadmin:").toString("base64").slice(0, -4)), // of a header of Basic
  in: (emulator) => {
    const { rds } = emulator.world;
    const inScope = () => [...rds.sessions()].filter(({ desktop }) => desktop.collection.alias === "Pool1");
    const freeOn = (name: string) => [...rds.desktops].find((desktop) => desktop.host.name === name && !desktop.session)!;
    const find = (person: string) => inScope().find(({ user }) => user === domain + person);
    return {
      stateOf: (person) => find(person)?.connectState,
      get present() {
        return inScope().map(({ userName }) => userName).sort();
      },
      reconnect: (person) => rds.reconnect(find(person)!),
      disconnect: (person) => rds.disconnect(find(person)!),
      logOff: (person) => rds.logOff(find(person)!),
      signIn: (person, name) => String(rds.signIn(freeOn(name), { user: domain + person }).id),
      signInNameless: (name) => String(rds.signIn(freeOn(name), { user: "" }).id),
      get messages() {
        return rds.messages.map(({ user, body }) => `${user.replace(domain, "")}: ${body}`);
      },
      get calls() {
        return emulator.requests().flatMap(({ operation }) => (operation === null ? [] : [inWords(operation)]));
      },
    };
  },
  operations: { list: "Enumerate", read: "Get", disconnect: `${sessionClass}.Disconnect`, sendMessage: `${sessionClass}.SendMessage` },
  refusal: { fault: { returnValue: 21 }, says: "the method returned 21: the virtual machine is not running. Start the virtual desktop" },
  listRefusal: { fault: { error: { code: "w:AccessDenied", number: 5, message: "Access is denied." } }, says: "the broker answered with a fault (AccessDenied 5): Access is denied." },
  notFound: { returnValue: 1168 },
  done: { returnValue: 0 },
};

/** @param operation such as `Disconnect Win32_VirtualDesktopSession SessionId=3 VMHostName=hv-0.contoso.com` */
function inWords(operation: string): string {
  if (/^Enumerate select .+ from Win32_VirtualDesktopSession where CollectionId = .Pool1.$/i.test(operation)) return "list";
  const [, act, id, name] = /^(\w+) Win32_VirtualDesktopSession SessionId=(\d+) VMHostName=(.+)$/.exec(operation)!;
  const words: Record<string, string> = { Get: "read", Disconnect: "disconnect", Logoff: "log off", SendMessage: "sendMessage" };
  return `${words[act!]!} ${name}/${id}`;
}
