import { channel } from "node:diagnostics_channel";
import { beforeEach, expect, it } from "vitest";
import type { SessionHost } from "../../../provider/host";
import { foretell, inItsTurn, outlookOf } from "../../../provider/hosts/outlook";
import { pool } from "../../sample";

const [a, b] = ["sh-a.contoso.com", "sh-b.contoso.com"];
const at = (sessionHost: string) => ({ scope: pool, sessionHost });
const hosts = [a, b].map((name) => ({ name, allowNewSession: true }) as SessionHost);
const takesNewcomers = (turnOf: string) => inItsTurn(at(turnOf), hosts).map(({ allowNewSession }) => allowNewSession);

beforeEach(() => channel("pulumi-desktop-sessions:operation").publish({}));

it("a host is seen as it is in its own turn, and as it will be in that of another", () => {
  foretell(at(a), { allowNewSession: false });
  expect([takesNewcomers(a), takesNewcomers(b)]).toEqual([[true, true], [false, true]]);
});

it("a host is the same however a program spells it, and another in another pool", () => {
  foretell(at("SH-A.contoso.com"), { allowNewSession: false });
  foretell({ scope: { ...pool, hostPoolName: "pool-2" }, sessionHost: b }, { allowNewSession: false });
  expect([takesNewcomers("SH-A.Contoso.com"), takesNewcomers(b)]).toEqual([[true, true], [false, true]]);
});

it("what was foretold of a host before stays, and goes with the operation", () => {
  foretell(at(a), { fails: true, allowNewSession: false });
  foretell(at(a), { allowNewSession: true });
  expect(outlookOf(at(a))).toEqual({ fails: true, allowNewSession: true });
  channel("pulumi-desktop-sessions:operation").publish({});
  expect(outlookOf(at(a))).toEqual({});
});
