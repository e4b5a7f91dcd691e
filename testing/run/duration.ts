const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, "µs": 1e-6, "μs": 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/**
 * The seconds of a duration as Go writes it: `1h30m`, `45s`.
 *
 * @param operation - whose timeout it is, for the message
 * @throws when it is none
 */
export function secondsOf(text: string, operation: string): number {
  const parts = [...text.matchAll(part)];
  if (text === "" || parts.map(([whole]) => whole).join("") !== text) {
    throw new Error(`unable to parse customTimeout Value ${operation}: "${text}" is no duration. Say one like "5m" or "1h30m".`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}
