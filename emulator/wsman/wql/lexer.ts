import { WqlRefused } from "./wql-refused";

export interface Token {
  readonly kind: "word" | "string" | "number" | "symbol" | "end";
  /** Of a string: without its quotes and escapes. */
  readonly text: string;
  /** Where it begins, from 0. */
  readonly at: number;
}

/** In this order; a number is a whole one, since no property has another, and must not run into a word. */
const patterns: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["word", /[A-Za-z_][A-Za-z0-9_]*/y],
  ["number", /[+-]?\d+(?![\w.])/y],
  ["symbol", /<>|!=|<=|>=|[<>=(),*]/y],
  // Between quotes of either kind; a backslash takes the next character for what it is.
  ["string", /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy],
];

/** @throws WqlRefused */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const [kind, text] = lexeme(query, at);
    if (kind === "string") tokens.push({ kind, text: unescape(text.slice(1, -1), at), at });
    else if (kind !== "space") tokens.push({ kind, text, at });
    at += text.length;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

function lexeme(query: string, at: number): [kind: Token["kind"] | "space", text: string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return [kind, text];
  }
  throw new WqlRefused(`Character ${at + 1} is not understood: ${query.slice(at, at + 20)}`);
}

/** In a WQL literal, backslash and quotes are written with a backslash before them; before anything else it is refused. */
function unescape(text: string, at: number): string {
  return text.replace(/\\(.)/gs, (_, character: string) => {
    if (!"\\'\"".includes(character)) throw new WqlRefused(`The literal at character ${at + 1} has a \\ before "${character}". Write \\\\ for a backslash.`);
    return character;
  });
}
