export type Comparison = "=" | "<>" | "<" | ">" | "<=" | ">=";
export type Literal = string | number | boolean | null;

/** What follows WHERE. Chains of AND and of OR are flat, so that a long one is not deep. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "compare"; readonly property: string; readonly operator: Comparison; readonly value: Literal }
  | { readonly kind: "like"; readonly property: string; readonly pattern: string };

/** `SELECT columns FROM className WHERE where` */
export interface Query {
  /** `undefined`: `*` */
  readonly columns: readonly string[] | undefined;
  readonly className: string;
  readonly where: Condition | undefined;
}
