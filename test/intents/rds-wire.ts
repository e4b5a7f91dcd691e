import type { Emulator, VirtualDesktopSession } from "../../emulator";
import { connectStates } from "../../emulator/world/rds/virtual-desktop-session";
import { enumerated, envelope, fault, instance, returned, row } from "../provider/wmi/wire";
import { answering, BrokerFront } from "./broker-front";
import { ids } from "./estate";
import type { Act, Wire } from "./wire";

type Columns = Record<string, string | null>;

const methods: Readonly<Record<Act, string>> = { disconnect: "Disconnect", sendMessage: "SendMessage" };
const keysOf = (person: string): string => `${ids[person as keyof typeof ids]} hv-${person === "dave" ? 1 : 0}.contoso.com`;

/** The broker's answers are the emulator's; a server in front of it has the one that goes wrong. */
export async function rdsWire(emulator: Emulator): Promise<Wire> {
  const front = new BrokerFront(new URL(emulator.env()["DESKTOP_SESSIONS_RDS_ENDPOINT"]!));
  await front.start();
  const returns = (act: Act, person: string, value: number, meanwhile?: () => void): void =>
    front.next(`${methods[act]} ${keysOf(person)}`, (response, body) => {
      meanwhile?.();
      answering(200, returned(methods[act], value))(response, body);
    });
  const lists = (rows: readonly Columns[], times: number): void => {
    for (let left = times; left > 0; left--) front.next("Enumerate", answering(200, enumerated(rows.map(row))));
  };
  const sessionsOfNow = (): readonly Columns[] =>
    [...emulator.world.rds.sessions()].filter(({ desktop }) => desktop.collection.alias === "Pool1").map(columnsOf);
  return {
    environment: { DESKTOP_SESSIONS_RDS_ENDPOINT: front.url, DESKTOP_SESSIONS_RDS_AUTHENTICATION: "basic" },
    refuses: (act, person) => returns(act, person, 21),
    refusal: "the method returned 21: the virtual machine is not running. Start the virtual desktop",
    pretends: (act, person) => returns(act, person, 0),
    breaksAt: (act, person) => front.next(`${methods[act]} ${keysOf(person)}`, (response) => void response.destroy()),
    misses: (act, person, meanwhile) => returns(act, person, 1168, meanwhile),
    showsListOfNow: (times = 1) => lists(sessionsOfNow(), times),
    refusesList: () => front.next("Enumerate", answering(500, fault({ subcode: "w:AccessDenied", number: 5, text: "Access is denied." }))),
    listRefusal: "the broker answered with a fault (AccessDenied 5): Access is denied.",
    keepsNameOf: (person) => {
      const nameless = (columns: Columns): Columns => (columns["UserName"] === person ? { ...columns, UserName: null, DomainName: null } : columns);
      const sessions = sessionsOfNow();
      const one = sessions.find(({ UserName }) => UserName === person)!;
      front.next(`Get ${keysOf(person)}`, answering(200, envelope(instance(nameless(one)))));
      lists(sessions.map(nameless), 2);
    },
    get ahead() {
      return front.ahead;
    },
    mend: () => front.mend(),
    close: () => front.stop(),
  };
}

const columnsOf = ({ id, userName, domainName, connectState, desktop }: VirtualDesktopSession): Columns => ({
  ConnectState: String(connectStates.indexOf(connectState)),
  DomainName: domainName,
  SessionId: String(id),
  UserName: userName,
  VMHostName: desktop.host.name,
  VMName: desktop.name,
  CollectionId: desktop.collection.alias,
});
