import type { Failure } from "../provider/check";
import type { Scope } from "../provider/scope";
import type { Selector } from "../provider/selector";
import { parseOptions } from "./parse-options";
import { UsageError } from "./usage-error";

export const listHelp = `Usage: desktop-sessions list --subscription ID --resource-group NAME --host-pool NAME [SELECTOR...] [--json]
       desktop-sessions list --broker NAME [--collection ID] [SELECTOR...] [--json]

Lists the sessions of a host pool of Azure Virtual Desktop, or of a deployment of Remote Desktop Services. Credentials come
from the environment, as Azure tools read them (AZURE_*, ARM_*), or from DESKTOP_SESSIONS_RDS_*.

Selectors, as intents have them; a session must meet all of them:
  --user NAME              User principal name, or DOMAIN\\name.
  --session-host NAME
  --session-id ID          With --session-host.
  --state STATE            Active, Disconnected, ...
  --older-than TIME        Created longer ago than this: 8h, "2 days".
  --except-user NAME       May be given more than once.
  --except-session-host NAME
                           May be given more than once.

Options:
  --json                   Print JSON: the sessions as getSessions returns them.
  --help                   Show this.

Exit code: 0, also where no session matches; 1 where something fails.
`;

/** What the command line of `list` says. */
export interface ListCommand {
  readonly help: boolean;
  readonly scope: Scope;
  readonly selector: Selector;
  readonly json: boolean;
}

const refuse = (message: string): UsageError => new UsageError(message, "desktop-sessions list --help", 1);

const several = { type: "string", multiple: true } as const;
const one = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

/** The values are for the schemas of the provider to check. @throws UsageError */
export function parseListOptions(args: string[]): ListCommand {
  const values = parseOptions(
    args,
    {
      subscription: one,
      "resource-group": one,
      "host-pool": one,
      broker: one,
      collection: one,
      user: one,
      "session-host": one,
      "session-id": one,
      state: one,
      "older-than": one,
      "except-user": several,
      "except-session-host": several,
      json: flag,
      help: { ...flag, short: "h" },
    },
    refuse,
  );
  const given: Record<string, unknown> = values;
  if (given["session-id"] !== undefined && given["session-host"] === undefined) throw refuse("--session-host is missing: every host gives out the same ids.");
  const except = said({ users: given["except-user"], sessionHosts: given["except-session-host"] });
  const selector = said({
    user: given["user"],
    sessionHost: given["session-host"],
    sessionId: given["session-id"],
    state: given["state"],
    olderThan: given["older-than"],
    except: Object.keys(except).length > 0 ? except : undefined,
  });
  return { help: values.help, scope: values.help ? ({} as Scope) : scopeIn(given), selector: selector, json: values.json };
}

const azure = { subscription: "subscriptionId", "resource-group": "resourceGroupName", "host-pool": "hostPoolName" };
const rds = { broker: "connectionBroker", collection: "collectionId" };

/** One scope, wholly and alone. */
function scopeIn(given: Readonly<Record<string, unknown>>): Scope {
  const [azures, rdses] = [azure, rds].map((options) => Object.keys(options).filter((option) => given[option] !== undefined)) as [string[], string[]];
  if (azures.length > 0 && rdses.length > 0) throw refuse(`--${azures[0]} is of a host pool, and --${rdses[0]} of a deployment of Remote Desktop Services. Give one of the two.`);
  if (azures.length + rdses.length === 0) throw refuse("Whose sessions? Give --subscription, --resource-group and --host-pool, or --broker.");
  const [options, needed] = azures.length > 0 ? [azure, Object.keys(azure)] : [rds, ["broker"]];
  const missing = needed.filter((option) => given[option] === undefined);
  if (missing.length > 0) throw refuse(`${missing.map((option) => `--${option}`).join(" and ")} ${missing.length > 1 ? "are" : "is"} missing.`);
  return said(Object.fromEntries(Object.entries(options).map(([option, property]) => [property, given[option]]))) as unknown as Scope;
}

/** The option that each argument comes from. */
const optionOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries({ ...azure, ...rds }).map(([option, property]) => [`scope.${property}`, option])),
  "selector.user": "user",
  "selector.sessionHost": "session-host",
  "selector.sessionId": "session-id",
  "selector.state": "state",
  "selector.olderThan": "older-than",
  "selector.except.users": "except-user",
  "selector.except.sessionHosts": "except-session-host",
};

/** What the schemas of the provider refuse, in the words of the command line. */
export const refuseOptions = (failures: readonly Failure[]): UsageError =>
  refuse(`${failures.map(({ property, reason }) => `${nameIn(property)} ${reason}`).join("; ")}.`);

/** @param property such as `selector.except.users[0]` */
function nameIn(property: string): string {
  const option = optionOf[property.replace(/\[\d+\]$/, "")];
  return option === undefined ? property : `--${option}`;
}

const said = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
