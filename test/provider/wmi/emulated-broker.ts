import type { Emulator, FaultRule } from "../../../emulator";
import { systemClock } from "../../../provider/clock";
import { brokerSettings } from "../../../provider/settings/broker-settings";
import { WmiBackend } from "../../../provider/wmi/backend";

/** The way to the emulator's connection broker. */
export const emulatedBackend = (emulator: Emulator, patience?: number, collection: { collectionId?: string } = { collectionId: "Pool1" }): WmiBackend =>
  new WmiBackend({ connectionBroker: "rdcb1.contoso.com", ...collection }, brokerSettings("rdcb1.contoso.com", () => undefined, emulator.env()), systemClock, patience);

/** An answer that Windows has written, or nobody has. `{MessageID}` in a body stands for the request's. */
export const written = (body: string, status = 200, headers: Record<string, string> = {}): FaultRule => ({ status, body, headers });

/** Has the emulator's broker answer the first request so, the next so; what it is asked after the last it answers as ever. */
export function answersInTurn({ faults }: Emulator, ...answers: readonly (string | FaultRule)[]): void {
  for (const [index, answer] of answers.entries()) faults.add({ plane: "wsman", nth: index + 1, ...(typeof answer === "string" ? written(answer) : answer) });
}
