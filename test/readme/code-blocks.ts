import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/project-copy.mts";

/** A fenced piece of code in the README. */
export interface CodeBlock {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

/** All of the README's, in their order. */
export function codeBlocks(): readonly CodeBlock[] {
  let heading = "";
  return [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^#+ (?<title>.*)$|^```(?<language>\w*)\n(?<code>[^]*?)^```$/gm)].flatMap(({ groups = {} }) => {
    const { title, language = "", code = "" } = groups;
    if (title === undefined) return [{ heading, language, code }];
    heading = title;
    return [];
  });
}
