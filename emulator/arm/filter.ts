import type { UserSession } from "../world/user-session";
import { ProviderError } from "./provider-error";

/** Whether a session is one of those that a `$filter` asks for. */
export type Filter = (session: UserSession) => boolean;

/** The properties that a filter may name, in lower case. */
const properties: Record<string, (session: UserSession) => string> = {
  userprincipalname: (session) => session.userPrincipalName.toLowerCase(),
  sessionstate: (session) => session.sessionState.toLowerCase(),
};

/** Whether the two sides must be equal. */
const operators: ReadonlyMap<string, boolean> = new Map([["eq", true], ["ne", false]]);

interface Token {
  kind: "word" | "text" | "(" | ")" | "end";
  value: string;
  /** Where it starts, counted from 1. */
  at: number;
}

/** Parentheses and negations beyond this depth are refused: each costs stack. */
const DEEPEST = 100;

/**
 * Parses the OData subset of `$filter`: `userPrincipalName` and `sessionState`, `eq`, `ne`, `and`, `or`, `not (…)`,
 * parentheses; `and` binds tighter than `or`. Names, operators and values are compared without case (the service's own comparison is inferred from
 * what is used against it); a quote inside a text is doubled.
 *
 * @throws ProviderError 400 that says where; the text is a choice
 */
export function parseFilter(source: string): Filter {
  const parser = new FilterParser(source);
  return parser.parse();
}

class FilterParser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  parse(): Filter {
    const filter = this.#or();
    this.#expect("end", "'and', 'or' or the end");
    return filter;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#takeWord("or")) {
      const [a, b] = [left, this.#and()];
      left = (session) => a(session) || b(session);
    }
    return left;
  }

  #and(): Filter {
    let left = this.#term();
    while (this.#takeWord("and")) {
      const [a, b] = [left, this.#term()];
      left = (session) => a(session) && b(session);
    }
    return left;
  }

  #term(): Filter {
    const { kind, value } = this.#peek();
    const negated = kind === "word" && value.toLowerCase() === "not";
    if (!negated && kind !== "(") return this.#comparison();
    const opening = this.#take();
    if (++this.#depth > DEEPEST) throw refuse(`too many parentheses (at most ${DEEPEST})`, opening);
    const inner = negated ? this.#negation() : this.#or();
    if (!negated) this.#expect(")", "'and', 'or' or ')'");
    this.#depth--;
    return inner;
  }

  /** `not` binds tighter than `eq`, so what it turns round stands in parentheses. */
  #negation(): Filter {
    const { kind, value } = this.#peek();
    if (kind !== "(" && !(kind === "word" && value.toLowerCase() === "not")) throw refuse("expected '(' behind 'not'", this.#peek());
    const inner = this.#term();
    return (session) => !inner(session);
  }

  #comparison(): Filter {
    const name = this.#expect("word", "userPrincipalName or sessionState");
    const property = Object.hasOwn(properties, name.value.toLowerCase()) ? properties[name.value.toLowerCase()] : undefined;
    if (!property) throw refuse("expected userPrincipalName or sessionState", name);
    const operator = this.#expect("word", "'eq' or 'ne'");
    const wanted = operators.get(operator.value.toLowerCase());
    if (wanted === undefined) throw refuse("expected 'eq' or 'ne'", operator);
    const text = this.#expect("text", "a text in single quotes").value.toLowerCase();
    return (session) => (property(session) === text) === wanted;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    return this.#tokens[this.#next++]!;
  }

  #takeWord(word: string): boolean {
    const { kind, value } = this.#peek();
    if (kind !== "word" || value.toLowerCase() !== word) return false;
    this.#next++;
    return true;
  }

  #expect(kind: Token["kind"], what: string): Token {
    const token = this.#take();
    if (token.kind !== kind) throw refuse(`expected ${what}`, token);
    return token;
  }
}

const TOKEN = /\s*(?:(?<word>[A-Za-z]\w*)|'(?<text>(?:[^']|'')*)'|(?<mark>[()]))/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex + /^\s*/.exec(source.slice(TOKEN.lastIndex))![0].length;
    const groups = TOKEN.exec(source)?.groups;
    if (!groups) throw refuse(source[start] === "'" ? "the text is not closed by a quote" : "expected a name, a text in single quotes, or a parenthesis", { kind: "end", value: source.slice(start, start + 10), at: start + 1 });
    const { word, text, mark } = groups;
    if (word !== undefined) tokens.push({ kind: "word", value: word, at: start + 1 });
    else if (text !== undefined) tokens.push({ kind: "text", value: text.replaceAll("''", "'"), at: start + 1 });
    else tokens.push({ kind: mark as "(" | ")", value: mark!, at: start + 1 });
  }
  tokens.push({ kind: "end", value: "", at: end + 1 });
  return tokens;
}

function refuse(problem: string, { value, at }: Token): ProviderError {
  const found = value === "" ? "the end" : `'${value}'`;
  return new ProviderError(400, `The $filter is not valid at position ${at}: ${problem}, found ${found}`);
}
