import { BadConfiguration } from "../errors/bad-configuration";

/**
 * Reads the setting `brokers`. Its values are not repeated in an error: there are passwords among them.
 *
 * @param names what an entry may hold
 * @returns the entries, by name in lower case: names of hosts are compared without regard to case
 * @throws BadConfiguration
 */
export function readBrokers<Name extends string>(json: string, names: readonly Name[]): Record<string, Partial<Record<Name, string>>> {
  const { z } = require("zod") as typeof import("zod"); // few have more than one broker, and zod takes time to load
  const value = z.union([z.string(), z.boolean()]).transform(String);
  const entry = z.strictObject(Object.fromEntries(names.map((name) => [name, value.optional()])));
  const { data, error } = z.record(z.string(), entry).safeParse(parse(json));
  if (error) {
    const issue = error.issues[0]!;
    const why = issue.code === "unrecognized_keys" ? `${issue.keys.join(", ")} is not one of ${names.join(", ")}` : issue.message;
    throw refused(`${["brokers", ...issue.path].join(".")}: ${why}`);
  }
  const entries = Object.entries(data as Record<string, Partial<Record<Name, string>>>);
  return Object.fromEntries(entries.map(([broker, settings]) => [broker.toLowerCase(), settings]));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw refused("it is not JSON"); // the parser's own message repeats a part of the text
  }
}

const refused = (why: string): BadConfiguration =>
  new BadConfiguration({
    failed: "read desktop-sessions:brokers",
    why,
    remedy: 'Set it to a JSON object such as {"rdcb1.contoso.com":{"username":"CONTOSO\\\\rdsadmin"}}, with --secret where it holds a password.',
  });
