import type { z } from "zod";

/** One thing that is wrong with the arguments, as Pulumi shows it. */
export interface Failure {
  /** Path of the property: `sessions.usr`. */
  readonly property: string;
  /** What was found there and what would be right. */
  readonly reason: string;
}

/**
 * What stands for a value that a preview does not know yet. Source: `unknownValue` in @pulumi/pulumi's runtime/rpc.ts.
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Path = readonly PropertyKey[];

/**
 * Everything that is wrong with the arguments, each by its path and its value. What is not known yet passes, with all that
 * depends on it. The values of {@link unsaid} are not repeated: they may have come out of a secret.
 */
export function failuresOf(schema: z.ZodType, given: unknown): readonly Failure[] {
  const { error } = schema.safeParse(given);
  return (error?.issues ?? [])
    .filter(({ path }) => !isUnknown(given, path))
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ property: spell([...issue.path, key]), reason: issue.message }))
        : [{ property: spell(issue.path), reason: reasonFor(issue, valueAt(given, issue.path)) }],
    );
}

/** The paths of what a preview does not know yet. */
export function unknownIn(given: unknown, path: Path = []): readonly string[] {
  if (given === unknownValue) return [spell(path)];
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => unknownIn(value, [...path, Array.isArray(given) ? Number(key) : key]));
}

/** Where sessions are and which: what is not said there would silently mean more of them. */
const whom = new Set(["scope", "sessions", "selector"]);

/** Leaves out what is null or undefined, which a program may give to mean "not said"; not in {@link whom}. */
export function withoutNulls(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutNulls);
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, whom.has(key) ? value : withoutNulls(value)]),
  );
}

const spell = (path: Path): string =>
  path.map((key, at) => (typeof key === "number" ? `[${key}]` : `${at > 0 ? "." : ""}${String(key)}`)).join("");

const valueAt = (given: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], given);

const isUnknown = (given: unknown, path: Path): boolean =>
  [...path.keys(), path.length].some((length) => valueAt(given, path.slice(0, length)) === unknownValue);

function reasonFor({ code, message, path }: z.core.$ZodIssue, value: unknown): string {
  if (code === "custom" && (value === undefined || typeof value === "object")) return message;
  const expected = message.replace(/^Invalid input: /, "").replace(/, received \w+$/, "");
  return value === undefined ? `is missing; ${expected}` : `is ${show(value, path)}; ${expected}`;
}

/** Arguments that are anybody's words or names. */
const unsaid = new Set<PropertyKey>(["title", "body", "triggers"]);

function show(value: unknown, path: Path): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (unsaid.has(path[0]!)) return typeof value === "string" && value.trim() === "" ? "empty" : `a ${typeof value}`;
  const shown = JSON.stringify(value);
  return shown.length <= 80 ? shown : `${shown.slice(0, 77)}…"`;
}
