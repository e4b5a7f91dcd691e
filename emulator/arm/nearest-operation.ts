import type { NearOperation } from "../journal/journal-entry";
import type { Route } from "../route";
import { operations } from "./operations";

/** What a different method counts; a part of the path counts 1 that is missing or too much, and less the more alike it is. */
const METHOD = 0.5;

/** No operation has nearly as many, or as long ones: what is longer is not worth the time. */
const MOST_PARTS = 20;
const LONGEST_PART = 100;

/** As much as this, or as there is of the path, and it was meant for something else. */
const FARTHEST = 3;

/**
 * The operation, or route of another plane, that is most like a request, for people who look for the reason of a 404 or 405.
 *
 * @param routes of those that are as near the first one counts
 * @returns `undefined` where nothing is like it, and where it is an operation
 */
export function nearestOperation(method: string, pathname: string, routes: readonly Route[] = operations): NearOperation | undefined {
  const asked = pathname.split("/").filter((segment) => segment !== "");
  if (asked.length > MOST_PARTS) return undefined;
  let best: { route: Route; distance: number; words: readonly string[] } | undefined;
  for (const route of routes) {
    const farthest = best?.distance ?? Math.min(FARTHEST, asked.length);
    const wanted = route.path.split("/").slice(1);
    if (Math.abs(wanted.length - asked.length) >= farthest) continue; // each part that is missing or too much counts 1
    const { distance, words } = compare(route, method, wanted, asked);
    if (distance < farthest) best = { route, distance, words };
  }
  if (!best || best.distance === 0) return undefined;
  const { id, method: own, path } = best.route;
  return { id, method: own, path, differs: best.words.join("; ") };
}

function compare(route: Route, method: string, wanted: readonly string[], asked: readonly string[]): { distance: number; words: string[] } {
  const { distance, words } = align(wanted, asked);
  return route.method === method ? { distance, words } : { distance: distance + METHOD, words: [`it is a ${route.method}, not a ${method}`, ...words] };
}

/** The least that must be changed in what was asked: a table of edit distances, each with its way there. */
function align(wanted: readonly string[], asked: readonly string[]): { distance: number; words: string[] } {
  let row = [{ distance: 0, words: [] as string[] }];
  for (const segment of asked) row.push({ distance: row.length, words: [...row.at(-1)!.words, `"${segment}" is too much`] });
  for (const part of wanted) {
    const next = [{ distance: row[0]!.distance + 1, words: [...row[0]!.words, `"${part}" is missing`] }];
    for (const [index, segment] of asked.entries()) {
      const unlike = unlikeness(part, segment);
      const replaced = { distance: row[index]!.distance + unlike, words: unlike === 0 ? row[index]!.words : [...row[index]!.words, `"${segment}" should be "${part}"`] };
      const missing = { distance: row[index + 1]!.distance + 1, words: [...row[index + 1]!.words, `"${part}" is missing`] };
      const tooMuch = { distance: next[index]!.distance + 1, words: [...next[index]!.words, `"${segment}" is too much`] };
      // Of two ways that are as short, the one that leaves the end of what was asked out.
      next.push([tooMuch, missing, replaced].reduce((a, b) => (b.distance < a.distance ? b : a)));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** 0: the same without case, or any name where one is wanted. A part of another kind is as bad as one missing and one too much. */
function unlikeness(wanted: string, segment: string): number {
  if (wanted.startsWith("{")) return 0;
  const [a, b] = [wanted.toLowerCase(), segment.toLowerCase()];
  if (a === b) return 0;
  if (b.length > LONGEST_PART) return 2;
  const edits = letterEdits(a, b);
  const longest = Math.max(a.length, b.length);
  return edits * 2 > longest ? 2 : edits / longest;
}

/** Levenshtein's distance. */
function letterEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    row = next;
  }
  return row[b.length]!;
}
