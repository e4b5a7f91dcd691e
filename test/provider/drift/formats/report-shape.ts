import { z } from "zod";
import { hostArguments, type HostIntentName } from "../../../../provider/hosts/host-args.ts";
import { intents, type IntentName } from "../../../../provider/intents/index.ts";

// The published schema is made of this, and the compiler holds this against the types: see json.test.ts.
// Objects stay open: a reader must not break on a property that a later version adds.

const time = (what: string) => z.iso.datetime().meta({ description: what });
type Name = IntentName | HostIntentName;
const names = [...Object.keys(intents), ...Object.keys(hostArguments)] as [Name, ...Name[]];
const outcome = z.enum(["in sync", "drift", "error"]).meta({ description: "error: something could not be looked at, whatever else was found." });

const trouble = z.object({
  name: z.string().meta({ description: "The class of the error: AccessDenied, StateUnreadable." }),
  message: z.string().meta({ description: "What failed, on what, why, and what to do." }),
});

const scope = z.union([
  z.object({ subscriptionId: z.string(), resourceGroupName: z.string(), hostPoolName: z.string() }).meta({ description: "A host pool of Azure Virtual Desktop." }),
  z
    .object({ connectionBroker: z.string(), collectionId: z.string().exactOptional() })
    .meta({ description: "A deployment of Remote Desktop Services, or one collection in it." }),
]);

const session = z.object({
  sessionHost: z.string(),
  sessionId: z.string(),
  user: z.string().meta({ description: "User principal name or DOMAIN\\name. Empty where the system names nobody." }),
  createTime: z.string().exactOptional().meta({ description: "ISO 8601, UTC. Absent where the system has none." }),
  virtualMachine: z.string().exactOptional().meta({ description: "Remote Desktop Services: the virtual machine that the session is in." }),
});

const finding = z
  .object({
    id: z.string().regex(/^[0-9a-f]{16}$/).meta({ description: "The same from run to run, for the same session and intent." }),
    about: z.literal("host").exactOptional().meta({ description: "host: it is about the session host itself, of which session has the name; sessionId and user are empty. Absent: about a session." }),
    session,
    from: z.string().meta({ description: "The word for what was wanted." }),
    to: z.string().meta({ description: "The word for what is." }),
    since: time("It has been so since then: the session, which should not be there, began then.").exactOptional(),
    firstSeen: time("A report first saw it then, and so did all since; in between it may have been otherwise.").exactOptional(),
    history: z.enum(["new", "still there"]).exactOptional().meta({ description: "Against the earlier report. Absent without one, and where that did not look at the intent." }),
    ignored: z
      .object({ reason: z.string(), expires: z.iso.date().meta({ description: "The last day on which the rule holds." }) })
      .exactOptional()
      .meta({ description: "It does not count, because a rule says so." }),
    waiting: z
      .object({ until: time("Until when it is left alone."), why: z.string().meta({ description: "What it waits for: told, disconnected first, its window is closed, its window closes too soon." }) })
      .exactOptional()
      .meta({ description: "It does not count yet: the next update leaves it alone, as was promised or planned." }),
  })
  .meta({ description: "A session that breaks an intent, or a host that does." });

const intent = z.object({
  urn: z.string(),
  name: z.string(),
  intent: z.enum(names),
  scope: scope.exactOptional().meta({ description: "Absent where the state does not tell it in clear." }),
  scopeName: z.string(),
  outcome,
  wanted: z.string(),
  nextUpdate: z.string().meta({ description: "What the next update with a refresh would do." }),
  matched: z.int().nonnegative().exactOptional().meta({ description: "How many sessions match. Absent where they could not be looked at." }),
  settledAt: time("When it was last found settled. Absent: never, or its state can't be read.").exactOptional(),
  findings: z.array(finding),
  error: trouble.exactOptional().meta({ description: "Why it could not be looked at." }),
});

const stack = z.object({
  stack: z.string(),
  source: z.string().meta({ description: "A file, standard input, or pulumi stack export." }),
  file: z.string().exactOptional().meta({ description: "The file that stands for it: its state, or its project's Pulumi.yaml. Relative to the repository that the report was made in, or absolute. Absent where the state came without a file." }),
  outcome,
  error: trouble.exactOptional().meta({ description: "Why its state could not be read; then there are no intents." }),
  leftOut: z.int().nonnegative().exactOptional().meta({ description: "How many of its intents were left out. Absent where none was." }),
  intents: z.array(intent),
});

const host = z.object({ sessionHost: z.string(), states: z.record(z.string(), z.int().nonnegative()).meta({ description: "How many sessions are in each state." }) });

const scopeReport = z.object({
  scope,
  scopeName: z.string().meta({ description: "With its subscription where another pool of the report is called the same." }),
  system: z.enum(["Azure Virtual Desktop", "Remote Desktop Services"]),
  hosts: z.array(host),
  error: trouble.exactOptional(),
});

export const reportShape = z
  .object({
    schemaVersion: z.literal(1).meta({ description: "Goes up when a reader would have to change." }),
    generatedAt: time("When it was made."),
    outcome,
    stacks: z.array(stack),
    scopes: z.array(scopeReport),
    errors: z.array(trouble).exactOptional().meta({ description: "What is wrong with the report itself, such as a rule that has expired." }),
    notes: z.array(z.string()).exactOptional().meta({ description: "What is worth knowing of the run and no error, such as a rule that no finding is about." }),
    gone: z
      .array(z.object({ stack: z.string(), urn: z.string(), finding }))
      .exactOptional()
      .meta({ description: "Findings of the earlier report that are there no more. Absent without an earlier report." }),
    unseen: z
      .array(z.object({ stack: z.string(), urn: z.string(), finding }))
      .exactOptional()
      .meta({ description: "Findings of the earlier report, or of those before it, of which this run can't tell: kept for the next. Absent where there are none." }),
  })
  .meta({ title: "Drift report of pulumi-desktop-sessions" });
