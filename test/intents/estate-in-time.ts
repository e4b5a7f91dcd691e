import { beforeAll } from "vitest";
import type { Emulator } from "../../emulator";
import { ArmBackend } from "../../provider/arm/backend";
import type { Backend } from "../../provider/backend";
import type { Clock } from "../../provider/clock";
import type { GraceArgs, Intent, Memory } from "../../provider/intents/intent";
import { reconcile, type Reconciled } from "../../provider/intents/reconcile";
import { isRdsDeployment } from "../../provider/scope";
import { azureSettings } from "../../provider/settings/azure-settings";
import { brokerSettings } from "../../provider/settings/broker-settings";
import { WmiBackend } from "../../provider/wmi/backend";
import type { Estate, Inhabited } from "./estate";
import { movedBySleep, useTimeOfSleep } from "./time-of-sleep";

/** An estate of either system, in which time passes only while a run sleeps. */
export class EstateInTime {
  emulator!: Emulator;
  world!: Inhabited;
  readonly said: string[] = [];

  constructor(readonly estate: Estate) {}

  /** So many minutes later. */
  pass(minutes: number): void {
    this.emulator.clock.advance(minutes * 60_000);
  }

  /** One run of an intent. */
  run<Args extends GraceArgs>(intent: Intent<Args>, args: Omit<Args, "scope">, memory: Memory = {}): Promise<Reconciled> {
    const rim = { backend: this.#backend(), clock: this.clock, say: (line: string) => void this.said.push(line) };
    return reconcile(intent, { scope: this.estate.scope, ...args } as unknown as Args, memory, rim);
  }

  /** What was done to sessions: the calls without the looking. */
  get acts(): readonly string[] {
    return this.world.calls.filter((call) => call !== "list" && !call.startsWith("read "));
  }

  /** The emulator's, which whoever sleeps moves on. */
  get clock(): Clock {
    return movedBySleep(this.emulator);
  }

  #backend(): Backend {
    const { scope } = this.estate;
    const environment = this.emulator.env();
    if (isRdsDeployment(scope)) return new WmiBackend(scope, brokerSettings(scope.connectionBroker, () => undefined, environment), this.clock);
    return new ArmBackend(scope, azureSettings(() => undefined, environment), this.clock);
  }
}

/** For the tests of a `describe`: the estate as it is at first, at {@link useTimeOfSleep}'s start, before each of them. */
export function useEstateInTime(estate: Estate): EstateInTime {
  const on = new EstateInTime(estate);
  useTimeOfSleep(on, estate.seed);
  beforeAll(() => void (on.world = estate.in(on.emulator)));
  return on;
}
