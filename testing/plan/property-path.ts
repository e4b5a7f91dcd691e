import { isObject } from "../wire/properties";

/** A path into properties: `a.b`, `a[0]`, `a["b c"]`, with `*` for any key or index. */
export type PropertyPath = (string | number)[];

/** @returns `undefined` where `text` is not a path; the engine then leaves it out. */
export function parsePath(text: string): PropertyPath | undefined {
  const path: PropertyPath = [];
  let rest = text;
  while (rest !== "") {
    const part =
      /^\["((?:[^"\\]|\\.)*)"\]/.exec(rest) ?? /^\[(\d+|\*)\]/.exec(rest) ?? /^\.?([^.[\]"]+)/.exec(rest);
    if (part?.[1] === undefined) return undefined;
    const quoted = part[0].startsWith('["');
    path.push(quoted ? part[1].replace(/\\(.)/g, "$1") : /^\d+$/.test(part[1]) && part[0].startsWith("[") ? Number(part[1]) : part[1]);
    rest = rest.slice(part[0].length);
  }
  return path;
}

/** Whether `inner` is `outer` or lies below it. */
export function containsPath(outer: PropertyPath, inner: PropertyPath): boolean {
  return outer.length <= inner.length && outer.every((part, index) => part === "*" || part === inner[index]);
}

/**
 * `news` with the value at `path` as it was in `olds`; where `olds` has none, it goes.
 * A list is never made longer or shorter.
 */
export function resetPath(olds: unknown, news: unknown, path: PropertyPath): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return olds;
  if (Array.isArray(news) && Array.isArray(olds)) {
    return news.map((element: unknown, index) =>
      (key === "*" || key === index) && index < olds.length ? resetPath(olds[index], element, rest) : element,
    );
  }
  if (!isObject(news) || !isObject(olds)) return news;
  const keys = key === "*" ? [...new Set([...Object.keys(olds), ...Object.keys(news)])] : [String(key)];
  const result = new Map(Object.entries(news));
  for (const each of keys) {
    if (rest.length === 0 && !(each in olds)) result.delete(each);
    else if (rest.length === 0 || result.has(each)) result.set(each, resetPath(olds[each], result.get(each), rest));
  }
  return Object.fromEntries(result);
}
