/**
 * A pattern in which `*` stands for any characters, also for none and for those that part a URN. All else stands for itself:
 * names have brackets, question marks and exclamation marks.
 *
 * @returns whether a text as a whole matches
 */
export function matcher(pattern: string, { ignoreCase = false }: { readonly ignoreCase?: boolean } = {}): (text: string) => boolean {
  const literals = pattern.split(/\*+/).map((literal) => literal.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const expression = new RegExp(`^${literals.join("[^]*")}$`, ignoreCase ? "iu" : "u");
  return (text) => expression.test(text);
}
