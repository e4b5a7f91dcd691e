import type { DriftReport } from "../report";

export interface RenderOptions {
  /** `text`: with the colours of a terminal. Default: without. */
  readonly colour?: boolean;
  /** `text`: columns of the terminal. Default: lines are as long as they need to be. */
  readonly width?: number;
  /** `text`: a sentence about the run, under the last line. */
  readonly footnote?: string;
}

export type Render = (report: DriftReport, options: RenderOptions) => string;

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

/** Writes a report down. The same report gives the same text: nothing is read, not even the clock. */
export const renderReport = (report: DriftReport, format: Format, options: RenderOptions = {}): string =>
  renderers[format]()(report, options);
