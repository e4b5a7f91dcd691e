import type { DriftReport } from "../report";

/** The report as it is. Its shape is published: `pulumi-desktop-sessions/drift-report.schema.json`. */
export const renderJson = (report: DriftReport): string => `${JSON.stringify(report, null, 2)}\n`;
