/**
 * Whether a text as a whole matches a pattern in which `*` stands for any characters, also for none and for those that part a
 * URN. All else stands for itself: names of resources may have brackets and exclamation marks.
 */
export function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join("[^]*")}$`);
  return (text) => expression.test(text);
}
