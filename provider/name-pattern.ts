/**
 * Whether a name is meant by a pattern: the whole of it, without regard to case, and `*` for any characters. Names hold
 * brackets and question marks, so nothing else has a meaning of its own.
 */
export function isMeant(pattern: string, name: string): boolean {
  const literals = pattern.split("*").map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literals.join(".*")}$`, "isu").test(name);
}
