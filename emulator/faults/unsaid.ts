import { STATUS_CODES } from "node:http";
import type { FaultError, FaultRule } from "./fault-rule";

/** What an error says of which a rule says no more than the status; `undefined`: a rule that says what the answer is, or no error. */
export function unsaidError({ status = 200, body, error }: FaultRule): FaultError | undefined {
  if (status < 400 || body !== undefined || error) return undefined;
  const reason = STATUS_CODES[status] ?? `Status ${status}`;
  return { code: reason.replaceAll(/\W/g, ""), message: `${reason}: a fault that this emulator was told to answer with.` };
}
