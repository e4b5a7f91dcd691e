import type { Diagnostic } from "../errors/diagnostic";
import { parseUrn } from "../state/urn";

/** What went wrong or is worth knowing, under the resource that it is about. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], stackUrn: string): string {
  if (diagnostics.length === 0) return "";
  const blocks = [...byUrn(diagnostics, stackUrn)].map(([urn, own]) => {
    const { qualifiedType, name } = parseUrn(urn);
    const lines = own.map((diagnostic) => `    ${renderDiagnostic(diagnostic).replaceAll("\n", "\n    ")}\n`);
    return `  ${qualifiedType.split("$").at(-1) ?? ""} (${name}):\n${lines.join("")}\n`;
  });
  return `Diagnostics:\n${blocks.join("")}`;
}

/** An information stands for itself, anything else says what it is. */
export function renderDiagnostic({ severity, message }: Diagnostic): string {
  return severity === "info" ? message : `${severity}: ${message}`;
}

/** The diagnostics of each resource; what is about none is about the stack. */
export function byUrn(diagnostics: readonly Diagnostic[], stackUrn: string): Map<string, Diagnostic[]> {
  return Map.groupBy(diagnostics, ({ urn }) => urn ?? stackUrn);
}

const words = { error: "error", warning: "warning", info: "message" } as const;

/** How many there are: `1 error; 2 warnings`. */
export function renderDiagnosticCounts(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic["severity"]) => {
    const { length } = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
    return length === 0 ? [] : [`${length} ${words[severity]}${length === 1 ? "" : "s"}`];
  };
  return [...count("error"), ...count("warning"), ...count("info")].join("; ");
}
