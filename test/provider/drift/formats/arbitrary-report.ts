import fc from "fast-check";
import type { DriftReport, Finding } from "../../../../provider/drift/report";
import { hostileNames } from "./sample-report";

const oneOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(characters));

/** Text as an enemy would choose it: any character at all, and what means something in one of the formats. */
const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", minLength: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom<string>(...Object.values(hostileNames)) },
  { weight: 3, arbitrary: fc.string({ unit: oneOf("<>&\"'|`*_[]()#@!~$\\:;={}-\n\r\t ,./?%\u{0}\u{1B}\u{85}\u{202E}\u{2028}\u{FEFF}\u{FFFF}a1😀"), minLength: 1 }) },
);

const time = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }).map((date) => date.toISOString());
const outcome = fc.constantFrom("in sync", "drift", "error");
const trouble = fc.record({ name: fc.constantFrom("AccessDenied", "NotFound"), message: hostileText });
const optional = { noNullPrototype: true } as const;

const anyScope = fc.oneof(
  fc.record({ connectionBroker: hostileText, collectionId: hostileText }, { requiredKeys: ["connectionBroker"], ...optional }),
  fc.record({ subscriptionId: hostileText, resourceGroupName: hostileText, hostPoolName: hostileText }, optional),
);

const finding = fc.record(
  {
    id: fc.string({ unit: oneOf("0123456789abcdef"), minLength: 16, maxLength: 16 }),
    session: fc.record({ sessionHost: hostileText, sessionId: hostileText, user: fc.oneof(hostileText, fc.constant("")), virtualMachine: hostileText }, { requiredKeys: ["sessionHost", "sessionId", "user"], ...optional }),
    from: hostileText,
    to: hostileText,
    since: time,
    firstSeen: time,
    history: fc.constantFrom("new", "still there"),
    about: fc.constant("host"),
    waiting: fc.record({ until: time, why: hostileText }, optional),
    ignored: fc.record({ reason: hostileText, expires: time.map((when) => when.slice(0, 10)) }, optional),
  },
  { requiredKeys: ["id", "session", "from", "to"], ...optional },
) as fc.Arbitrary<Finding>;

const intent = fc.record(
  {
    urn: hostileText,
    name: hostileText,
    intent: fc.constantFrom("SessionDisconnected", "SessionLoggedOff", "MessageSent", "HostDrained", "HostEmpty"),
    scope: anyScope,
    scopeName: hostileText,
    outcome,
    wanted: hostileText,
    nextUpdate: hostileText,
    matched: fc.nat(50),
    settledAt: time,
    findings: fc.array(finding, { maxLength: 4 }),
    error: trouble,
  },
  { requiredKeys: ["urn", "name", "intent", "scopeName", "outcome", "wanted", "nextUpdate", "findings"], ...optional },
);

const stack = fc.record({ stack: hostileText, source: hostileText, file: hostileText, outcome, error: trouble, leftOut: fc.nat(9), intents: fc.array(intent, { maxLength: 3 }) }, { requiredKeys: ["stack", "source", "outcome", "intents"], ...optional });
const host = fc.record({ sessionHost: hostileText, states: fc.dictionary(hostileText, fc.nat(30), { maxKeys: 3, noNullPrototype: true }) }, optional);
const scope = fc.record(
  { scope: anyScope, scopeName: hostileText, system: fc.constantFrom("Azure Virtual Desktop", "Remote Desktop Services"), hosts: fc.array(host, { maxLength: 3 }), error: trouble },
  { requiredKeys: ["scope", "scopeName", "system", "hosts"], ...optional },
);

/** Any report at all, as far as its types go. */
export const arbitraryReport = fc.record(
  {
    schemaVersion: fc.constant(1),
    generatedAt: time,
    outcome,
    stacks: fc.array(stack, { maxLength: 3 }),
    scopes: fc.array(scope, { maxLength: 2 }),
    errors: fc.array(trouble, { maxLength: 2 }),
    notes: fc.array(hostileText, { maxLength: 2 }),
    gone: fc.array(fc.record({ stack: hostileText, urn: hostileText, finding }, optional), { maxLength: 2 }),
    unseen: fc.array(fc.record({ stack: hostileText, urn: hostileText, finding }, optional), { maxLength: 2 }),
  },
  { requiredKeys: ["schemaVersion", "generatedAt", "outcome", "stacks", "scopes"], ...optional },
) as fc.Arbitrary<DriftReport>;
