import { ProviderError } from "./provider-error";

/**
 * The query of a request by parameter names in lower case: ARM compares them without case. The values of a repeated one are
 * joined by commas, as ASP.NET reads them, which the service runs on; most make no sense then, and are refused.
 */
export type Query = ReadonlyMap<string, string>;

export function parseQuery(search: string): Query {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const key = name.toLowerCase();
    const earlier = query.get(key);
    query.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return query;
}

const booleans: ReadonlyMap<string, boolean> = new Map([["true", true], ["false", false]]);

/** PowerShell writes `True`, the SDKs write `true`. @throws ProviderError 400; the text is a choice */
export function booleanParameter(query: Query, name: string): boolean {
  const value = query.get(name.toLowerCase());
  if (value === undefined) return false;
  const meaning = booleans.get(value.toLowerCase());
  if (meaning === undefined) throw new ProviderError(400, `The value '${value}' of ${name} is not valid: expected true or false`);
  return meaning;
}

/** An int32 that is at least `min`. @throws ProviderError 400; the text is a choice */
export function integerParameter(query: Query, name: string, min: number): number | undefined {
  const value = query.get(name.toLowerCase());
  if (value === undefined) return undefined;
  const number = /^[+-]?\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= 0x7fff_ffff)) throw new ProviderError(400, `The value '${value}' of ${name} is not valid: expected a whole number, at least ${min} and at most 2147483647`);
  return number;
}
