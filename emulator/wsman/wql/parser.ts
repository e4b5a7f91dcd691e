import { tokenize, type Token } from "./lexer";
import type { Comparison, Condition, Literal, Query } from "./query";
import { WqlRefused } from "./wql-refused";

/** Parentheses and NOTs within each other. */
const DEEPEST = 100;

const COMPARISONS: readonly string[] = ["=", "<>", "!=", "<", ">", "<=", ">="];
/** `5 < SessionId` is `SessionId > 5`. */
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { "=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<=" };
const RESERVED: ReadonlySet<string> = new Set(["select", "from", "where", "and", "or", "not", "like", "is", "null", "true", "false"]);

/**
 * Reads a data query of WQL: one class, columns or `*`, and a condition. What WMI's data queries do not have is refused, as
 * there: `ORDER BY`, `COUNT`, joins, a property beside a property, `NOT` between a property and `LIKE`.
 *
 * @throws WqlRefused
 */
export function parseWql(text: string): Query {
  const tokens = tokenize(text);
  let next = 0;
  let depth = 0;

  const peek = (): Token => tokens[next]!;
  const take = (): Token => tokens[Math.min(next++, tokens.length - 1)]!;
  const isWord = (word: string): boolean => peek().kind === "word" && peek().text.toLowerCase() === word;
  const isSymbol = (symbol: string): boolean => peek().kind === "symbol" && peek().text === symbol;
  const skip = (found: boolean): boolean => {
    if (found) next++;
    return found;
  };
  const unexpected = (expected: string): WqlRefused => {
    const { kind, text: found, at } = peek();
    return new WqlRefused(`Expected ${expected} at character ${at + 1}, found ${kind === "end" ? "the end" : JSON.stringify(found)}.`);
  };
  const keyword = (word: string): void => {
    if (!skip(isWord(word))) throw unexpected(word.toUpperCase());
  };
  const name = (what: string): string => {
    if (peek().kind !== "word" || RESERVED.has(peek().text.toLowerCase())) throw unexpected(what);
    return take().text;
  };

  function columns(): string[] | undefined {
    if (skip(isSymbol("*"))) return undefined;
    const names = [name("a column or *")];
    while (skip(isSymbol(","))) names.push(name("a column"));
    return names;
  }

  function disjunction(): Condition {
    const of = [conjunction()];
    while (skip(isWord("or"))) of.push(conjunction());
    return of.length === 1 ? of[0]! : { kind: "or", of };
  }

  function conjunction(): Condition {
    const of = [negation()];
    while (skip(isWord("and"))) of.push(negation());
    return of.length === 1 ? of[0]! : { kind: "and", of };
  }

  function negation(): Condition {
    if (++depth > DEEPEST) throw new WqlRefused(`Conditions are nested more than ${DEEPEST} deep.`);
    try {
      if (skip(isWord("not"))) return { kind: "not", of: negation() };
      if (!skip(isSymbol("("))) return comparison();
      const inner = disjunction();
      if (!skip(isSymbol(")"))) throw unexpected(")");
      return inner;
    } finally {
      depth--;
    }
  }

  function comparison(): Condition {
    const first = literal();
    if (first !== undefined) {
      const found = operator();
      return { kind: "compare", property: name("a property"), operator: MIRRORED[found], value: first };
    }
    const property = name("a property or a literal");
    if (skip(isWord("like"))) {
      if (peek().kind !== "string") throw unexpected("a pattern in quotes");
      return { kind: "like", property, pattern: take().text };
    }
    if (skip(isWord("is"))) {
      const negated = skip(isWord("not"));
      keyword("null");
      return { kind: "compare", property, operator: negated ? "<>" : "=", value: null };
    }
    const found = operator();
    const value = literal();
    if (value === undefined) throw unexpected("a literal");
    return { kind: "compare", property, operator: found, value };
  }

  function operator(): Comparison {
    const { kind, text: found } = peek();
    if (kind !== "symbol" || !COMPARISONS.includes(found)) throw unexpected("a comparison");
    next++;
    return found === "!=" ? "<>" : (found as Comparison);
  }

  function literal(): Literal | undefined {
    const { kind } = peek();
    if (kind === "string") return take().text;
    if (kind === "number") return Number(take().text);
    if (skip(isWord("true"))) return true;
    if (skip(isWord("false"))) return false;
    if (skip(isWord("null"))) return null;
    return undefined;
  }

  keyword("select");
  const selected = columns();
  keyword("from");
  const className = name("a class");
  const where = skip(isWord("where")) ? disjunction() : undefined;
  if (peek().kind !== "end") throw unexpected(where ? "AND, OR or the end" : "WHERE or the end");
  return { columns: selected, className, where };
}
