import type { DriftReport } from "../report";

export interface RenderOptions {
  /** `text`: with the colours of a terminal. Default: without. */
  readonly colour?: boolean;
  /** `text`: columns of the terminal. Default: lines are as long as they need to be. */
  readonly width?: number;
  /** `text`: a sentence about the run, under the last line. */
  readonly footnote?: string;
}

/** A whole text, or the parts of one that is large where there is much to tell. */
export type Render = (report: DriftReport, options: RenderOptions) => string | Iterable<string>;

// A run writes one format, so only that one is loaded.
const renderers = {
  text: () => {
    const { renderText } = require("./text") as typeof import("./text");
    return renderText;
  },
  json: () => {
    const { renderJson } = require("./json") as typeof import("./json");
    return renderJson;
  },
  markdown: () => {
    const { renderMarkdown } = require("./markdown") as typeof import("./markdown");
    return renderMarkdown;
  },
  sarif: () => {
    const { renderSarif } = require("./sarif") as typeof import("./sarif");
    return renderSarif;
  },
  junit: () => {
    const { renderJunit } = require("./junit") as typeof import("./junit");
    return renderJunit;
  },
  prometheus: () => {
    const { renderPrometheus } = require("./prometheus") as typeof import("./prometheus");
    return renderPrometheus;
  },
  html: () => {
    const { renderHtml } = require("./html") as typeof import("./html");
    return renderHtml;
  },
} satisfies Readonly<Record<string, () => Render>>;

export type Format = keyof typeof renderers;

/** The formats of a drift report, by the names that `--format` takes. */
export const formats = Object.keys(renderers) as readonly Format[];

/** Characters: smaller parts would cost more to write than to keep. */
const worthWriting = 65_536;

/**
 * Writes a report down, part by part, so that the text of fifty thousand findings is never there as a whole. The same report
 * gives the same text: nothing is read, not even the clock.
 */
export function* reportParts(report: DriftReport, format: Format, options: RenderOptions = {}): Generator<string> {
  const render: Render = renderers[format]();
  const rendered = render(report, options);
  let part = "";
  for (const piece of typeof rendered === "string" ? [rendered] : rendered) {
    part += piece;
    if (part.length < worthWriting) continue;
    yield part;
    part = "";
  }
  if (part !== "") yield part;
}
