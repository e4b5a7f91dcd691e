import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/project-copy.mts";

/** A fenced piece of code in a page. */
export interface CodeBlock {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

/** All of a page's, in their order. */
export function codeBlocks(page = "README.md"): readonly CodeBlock[] {
  let heading = "";
  return [...readFileSync(join(root, page), "utf8").matchAll(/^#+ (?<title>.*)$|^```(?<language>\w*)\n(?<code>[^]*?)^```$/gm)].flatMap(({ groups = {} }) => {
    const { title, language = "", code = "" } = groups;
    if (title === undefined) return [{ heading, language, code }];
    heading = title;
    return [];
  });
}
