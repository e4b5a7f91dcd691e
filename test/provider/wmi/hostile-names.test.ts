import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../emulator";
import { systemClock } from "../../../provider/clock";
import { select } from "../../../provider/selector";
import { brokerSettings } from "../../../provider/settings/broker-settings";
import { WmiBackend } from "../../../provider/wmi/backend";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: { subscriptions: {}, rds: { users: { "CONTOSO\\rdsadmin": "emulator-secret" } } } });
  emulator.trust();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const backendOf = (collectionId: string): WmiBackend => {
  const settings = brokerSettings("rdcb1.contoso.com", (key) => (key === "rdsAuthentication" ? "basic" : undefined), emulator.env());
  return new WmiBackend({ connectionBroker: "rdcb1.contoso.com", collectionId }, settings, systemClock);
};

/** What XML can carry: production Char of XML 1.0. */
const unit = fc.oneof(
  fc.constantFrom("'", '"', "\\", "%", "_", "[", "]", "^", "&", "<", ">", " ", "\t", "\r", "\n", "]]>", "--", "' OR 1=1 --", "\u0085", "\u2028", "\ufeff", "ß", "İ"),
  fc.integer({ min: 0x20, max: 0x10_ffff }).filter((code) => !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff).map((code) => String.fromCodePoint(code)),
);
const hostile = fc.array(unit, { minLength: 1, maxLength: 12 }).map((units) => units.join(""));

/** Names that a pattern, a lost escape or a cut-off string would take for this one. */
function neighbours(name: string): readonly string[] {
  const all = [`${name}x`, `x${name}`, name.slice(0, -1), name.replaceAll(/[%_]/g, "x"), name.replaceAll(/[\\'"]/g, "$&$&"), name.replaceAll(/[\\'"]/g, ""), "x", "Pool1"];
  const byLowerCase = new Map(all.filter((one) => one !== "").map((one) => [one.toLowerCase(), one]));
  byLowerCase.delete(name.toLowerCase());
  return [...byLowerCase.values()];
}

/** The collection, host and user of this name, each among its neighbours. All sessions have the id 2 where they can. */
function populate(collectionId: string, host: string, user: string): void {
  emulator.reset();
  const { rds } = emulator.world;
  let count = 0;
  const signIn = (collection: ReturnType<typeof rds.addCollection>, hostName: string, userName: string): void =>
    void rds.signIn(rds.addDesktop(collection, `vdi-${++count}`, hostName), { user: `CONTOSO\\${userName}` });
  const meant = rds.addCollection(collectionId);
  signIn(meant, host, user);
  for (const other of neighbours(user)) signIn(meant, host, other);
  for (const other of neighbours(host)) signIn(meant, other, "somebody");
  for (const other of neighbours(collectionId)) signIn(rds.addCollection(other), `hv ${other}`, user);
}

describe("names that are made to be misread", () => {
  const check = async (collectionId: string, host: string, userName: string, title: string, body: string): Promise<void> => {
    populate(collectionId, host, userName);
    const { rds } = emulator.world;
    const user = `CONTOSO\\${userName}`;
    const backend = backendOf(collectionId);
    const listed = await backend.sessions("now");
    expect(listed.map(({ virtualMachine }) => virtualMachine)).toEqual(
      [...rds.sessions()].filter(({ desktop }) => desktop.collection.alias === collectionId).map(({ desktop }) => desktop.name),
    );

    const { matching } = select({ user }, listed, undefined, 0);
    expect(matching).toEqual([{ sessionHost: host, sessionId: "2", user, virtualMachine: "vdi-1", state: "Active" }]);
    const [session] = matching as [(typeof matching)[0]];
    expect(await backend.session(session)).toEqual(session);

    expect(await backend.message(session, { title, body })).toEqual({ status: "sent" });
    expect(rds.messages.map(({ vmName, ...message }) => [vmName, message.user, message.title, message.body])).toEqual([["vdi-1", user, title, body]]);

    await backend.disconnect(session);
    expect([...rds.sessions()].filter(({ connectState }) => connectState !== "Active").map(({ desktop }) => desktop.name)).toEqual(["vdi-1"]);
  };

  it.each(["x' OR 1=1 --", `x" OR "1"="1`, "x\\' OR 1=1 --", "x\\", "\\'", "100%_[a-z]", "%", "[^a]", "O'Brien", "a\r\nb", " x "])(
    "%j as collection, host, user and message reaches itself and nobody else",
    (name) => check(name, name, name, name, name),
  );

  it("so does any other text that XML can carry", async () => {
    await fc.assert(fc.asyncProperty(hostile, hostile, hostile, hostile, hostile, check), { numRuns: 60 });
  });
});
