import { ProviderError } from "./provider-error";

/** The query of a request by parameter names in lower case: ARM compares them without case. Of repeated ones, the first. */
export type Query = ReadonlyMap<string, string>;

export function parseQuery(search: string): Query {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const key = name.toLowerCase();
    if (!query.has(key)) query.set(key, value);
  }
  return query;
}

/** PowerShell writes `True`, the SDKs write `true`. @throws ProviderError 400; the text is a choice */
export function booleanParameter(query: Query, name: string): boolean {
  const value = query.get(name.toLowerCase());
  if (value === undefined) return false;
  const meaning = { true: true, false: false }[value.toLowerCase()];
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
