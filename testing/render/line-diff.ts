/** A run of lines that both texts have, or only the old or the new one. */
export interface LineRun {
  kind: "same" | "delete" | "add";
  lines: string[];
}

/** How to come from one text to another, line by line: a longest common subsequence, what goes before what comes. */
export function diffLines(old: string, value: string): LineRun[] {
  const [from, to] = [splitLines(old), splitLines(value)];
  // common[i][j]: how many lines from[i…] and to[j…] have in common.
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i]![j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: LineRun[] = [];
  const push = (kind: LineRun["kind"], line: string | undefined) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line ?? "");
    else runs.push({ kind, lines: [line ?? ""] });
  };
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) push("same", [from[i++], j++][0] as string);
    else if (i < from.length && (j === to.length || at(i + 1, j) >= at(i, j + 1))) push("delete", from[i++]);
    else push("add", to[j++]);
  }
  return runs;
}

/** With the line break that ends it: a last line without one is another line. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
