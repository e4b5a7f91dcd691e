import fc from "fast-check";
import type { ModelEstate } from "./model-estate";
import { people } from "./people";

export type ModelIntent = "SessionDisconnected" | "SessionLoggedOff" | "MessageSent" | "HostDrained" | "HostEmpty";

/** What a program says of one resource: the name in it, and the arguments. */
export interface Declared {
  readonly intent: ModelIntent;
  readonly args: {
    readonly sessions?: Chosen;
    readonly sessionHost?: string;
    readonly except?: { readonly users?: readonly string[] };
    readonly notice?: { readonly title: string; readonly minutes: number; readonly wait: boolean };
    readonly escalate?: { readonly minutes: number };
    readonly maxSessions?: number;
    readonly protect?: { readonly users?: readonly string[]; readonly sessionHosts?: readonly string[] };
    readonly within?: { readonly from: string; readonly to: string };
    readonly minimumAvailable?: number;
    readonly onFailure?: "return" | "keepDrained";
    readonly finish?: "disconnected" | "loggedOff";
    readonly title?: string;
    readonly body?: string;
    readonly triggers?: readonly unknown[];
    readonly audience?: "present" | "newcomers";
  };
}

export interface Chosen {
  readonly user?: string;
  readonly sessionHost?: string;
  readonly sessionId?: number;
  readonly state?: string;
  readonly olderThan?: string;
  readonly everyone?: boolean;
  readonly except?: { readonly users?: readonly string[]; readonly sessionHosts?: readonly string[] };
}

const sometimes = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const present = <Shape extends object>(shape: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> =>
  shape.map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Shape);

const within = sometimes(fc.constantFrom({ from: "19:00", to: "20:10", timeZone: "UTC" }, { from: "20:15", to: "23:00", timeZone: "UTC" }, { from: "20:00", to: "20:22", timeZone: "UTC" }));
const notice = sometimes(fc.record({ title: fc.constant("Maintenance"), body: fc.constant("Save your work."), minutes: fc.constantFrom(5, 15), wait: fc.boolean() }));
const escalate = sometimes(fc.record({ minutes: fc.constantFrom(3, 20) }));

/** How long a session has from when it is told until it is logged off, in minutes. */
export const minutesIn = ({ notice: told, escalate: further }: Declared["args"]): number => (told?.minutes ?? 0) + (further?.minutes ?? 0);

/** What does not is refused. */
function fitsItsWindow({ args }: Declared): boolean {
  const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return !args.within || minutesIn(args) < minuteOf(args.within.to) - minuteOf(args.within.from);
}

/** What a program may say: one or two intents, at most one of them about a host. */
export function programOn({ scope, hosts, namesOf, protections, hasMore }: ModelEstate): fc.Arbitrary<readonly Declared[]> {
  const host = fc.constantFrom(hosts[0], hosts[0].toUpperCase(), hosts[1]);
  const user = fc.constantFrom(...people).chain((person) => fc.constantFrom(...namesOf(person)));
  const exceptUsers = fc.array(user, { minLength: 1, maxLength: 2 });
  const except = fc.oneof(fc.record({ users: exceptUsers }), fc.record({ sessionHosts: fc.array(host, { minLength: 1, maxLength: 1 }) }));
  const choice: fc.Arbitrary<Chosen> = fc.oneof(
    fc.record({ user }),
    fc.record({ sessionHost: host }),
    fc.record({ user, sessionHost: host }),
    fc.record({ everyone: fc.constant(true) }),
    fc.record({ everyone: fc.constant(true), state: fc.constantFrom("Active", "Disconnected") }),
    fc.record({ sessionHost: host, sessionId: fc.constantFrom(2, 3) }),
    ...(hasMore ? [fc.record({ olderThan: fc.constantFrom("10m", "1h") })] : []),
  );
  const sessions = present(fc.tuple(choice, sometimes(except)).map(([chosen, not]): Chosen => (not ? { ...chosen, except: not } : chosen)));
  const guards = { maxSessions: sometimes(fc.constantFrom(1, 2, 3)), protect: sometimes(fc.constantFrom(...protections)), within };
  const declared = (intent: ModelIntent, args: fc.Arbitrary<object>): fc.Arbitrary<Declared> =>
    present(args).map((given) => ({ intent, args: { scope, ...given } as Declared["args"] })).filter(fitsItsWindow);
  const force = hasMore ? { force: sometimes(fc.boolean()) } : {};

  const aboutSessions = fc.oneof(
    declared("SessionDisconnected", fc.record({ sessions, ...guards, notice })),
    declared("SessionLoggedOff", fc.record({ sessions, ...guards, notice, escalate, ...force })),
    declared("MessageSent", fc.record({ sessions, ...guards, title: fc.constant("Tonight"), body: fc.constantFrom("22:00", "23:00"), audience: sometimes(fc.constantFrom("present" as const, "newcomers" as const)), triggers: sometimes(fc.constantFrom([1], [2])) })),
  );
  const onHost = fc.record({ sessionHost: fc.constant(hosts[0]), within, minimumAvailable: sometimes(fc.constantFrom(0, 1)) });
  const emptying = fc.record({ except: sometimes(fc.record({ users: exceptUsers })), notice, maxSessions: guards.maxSessions, protect: guards.protect, onFailure: sometimes(fc.constantFrom("return", "keepDrained")), triggers: sometimes(fc.constantFrom([1], [2])) });
  const finishing = fc.oneof(fc.record({ finish: fc.constant("disconnected") }), fc.record({ escalate, ...force }));
  const aboutHost = fc.oneof(
    declared("HostDrained", onHost),
    declared("HostEmpty", fc.tuple(onHost, emptying, finishing).chain(([one, two, three]) => present(fc.constant({ ...one, ...two, ...three })))),
  );
  return fc.oneof(
    { weight: 4, arbitrary: aboutSessions.map((one) => [one]) },
    { weight: 2, arbitrary: fc.tuple(aboutSessions, aboutSessions).filter(([one, two]) => one.intent !== two.intent) },
    ...(hasMore ? [{ weight: 2, arbitrary: aboutHost.map((one) => [one]) }, { weight: 1, arbitrary: fc.tuple(aboutSessions, aboutHost) }] : []),
  );
}
