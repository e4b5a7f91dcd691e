import type { Emulator, FaultRule } from "../../../emulator";
import { systemClock } from "../../../provider/clock";
import { brokerSettings } from "../../../provider/settings/broker-settings";
import { WmiBackend } from "../../../provider/wmi/backend";

/** The way to the emulator's connection broker. */
export const emulatedBackend = (emulator: Emulator, patience?: number): WmiBackend =>
  new WmiBackend({ connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" }, brokerSettings("rdcb1.contoso.com", () => undefined, emulator.env()), systemClock, patience);

/** An answer that Windows has written, or nobody has. `{MessageID}` in a body stands for the request's. */
export const written = (body: string, status = 200, headers: Record<string, string> = {}): FaultRule => ({ status, body, headers });
