import { styleText } from "node:util";

const styles = {
  drift: ["bold", "yellow"],
  error: ["bold", "red"],
  "in sync": ["bold", "green"],
  strong: ["bold"],
  faint: ["dim"],
} as const;

export type Paint = (style: keyof typeof styles, text: string) => string;

/** Colours for a terminal, or none. Whether there are to be any was decided by who asks, not by what standard output is. */
export const painter = (colour: boolean): Paint =>
  colour ? (style, text) => styleText([...styles[style]], text, { validateStream: false }) : (_style, text) => text;
