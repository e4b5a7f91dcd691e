import { requireWritable } from "./require-writable";

/**
 * A string of WQL. Both quotes and the backslash are escaped by a backslash; nothing else has a meaning inside one.
 *
 * Source: learn.microsoft.com, "WQL (SQL for WMI)" and "WHERE Clause (WQL)".
 *
 * @throws RequestFailed where the text holds what XML can't carry
 */
const literal = (text: string): string => `'${requireWritable(text).replace(/[\\'"]/g, "\\$&")}'`;

/** `SELECT a,b FROM class WHERE c = 'd' AND …`: columns and class are this package's own words, values are anybody's. */
export function select(columns: readonly string[], from: string, where: Readonly<Record<string, string>> = {}): string {
  const conditions = Object.entries(where).map(([column, value]) => `${column} = ${literal(value)}`);
  return [`SELECT ${columns.join(",")} FROM ${from}`, ...(conditions.length > 0 ? [`WHERE ${conditions.join(" AND ")}`] : [])].join(" ");
}
