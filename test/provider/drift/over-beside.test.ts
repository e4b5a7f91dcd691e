import { expect, it } from "vitest";
import { overBeside } from "../../../provider/drift/over-beside";
import type { StoredHostIntent } from "../../../provider/drift/stored-intent";
import { pool } from "../../sample";

const [a, b] = ["sh-a.contoso.com", "sh-b.contoso.com"];
const emptied = (sessionHost: string, scope: object, settled: boolean) =>
  ({ intent: "HostEmpty", properties: { scope, sessionHost, triggers: [], settled, maintenance: { sessionHosts: [a, b], hasWork: true, atOnce: 1 } } }) as unknown as StoredHostIntent;
const asked = emptied(b, pool, false);

it.each<[string, StoredHostIntent, readonly string[]]>([
  ["of its pool that was emptied", emptied(a.toUpperCase(), { ...pool, hostPoolName: "POOL-1" }, true), [a]],
  ["of its pool that was not", emptied(a, pool, false), []],
  ["of the same name in another pool", emptied(a, { ...pool, hostPoolName: "pool-2" }, true), []],
])("a host %s", (_, other, over) => {
  expect(overBeside(asked, [other, asked])).toEqual(over);
});
