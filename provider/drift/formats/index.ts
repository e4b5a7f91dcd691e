import type { DriftReport } from "../report";

/** The formats of a drift report, by the names that `--format` takes. */
export const formats = ["text", "json"] as const;

export type Format = (typeof formats)[number];

/** For whom a report is written. */
export interface RenderOptions {
  readonly colour?: boolean;
  /** In characters. */
  readonly width?: number;
}

/** Writes a report down. */
export const renderReport = (report: DriftReport, _format: Format, _options: RenderOptions = {}): string => `${JSON.stringify(report, null, 2)}\n`;
