import type { DriftReport } from "../../../../provider/drift/report";
// As it is shipped: the renderers are loaded lazily, which only the built package can do.
import { formats, reportParts, type Format, type RenderOptions } from "../../../../dist/provider/drift/formats/index.js";

export { formats, reportParts };

/** The whole text. */
export const renderReport = (report: DriftReport, format: Format, options?: RenderOptions): string => [...reportParts(report, format, options)].join("");
