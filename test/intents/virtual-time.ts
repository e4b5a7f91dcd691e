import type { Emulator, SessionHost, UserSession } from "../../emulator";
import { ArmBackend } from "../../provider/arm/backend";
import { Limiter } from "../../provider/arm/limiter";
import type { Clock } from "../../provider/clock";
import type { GraceArgs, Intent, Memory } from "../../provider/intents/intent";
import { reconcile, type Reconciled } from "../../provider/intents/reconcile";
import { azureSettings } from "../../provider/settings/azure-settings";
import { pool } from "../sample";
import { movedBySleep, useTimeOfSleep } from "./time-of-sleep";

/**
 * Runs of intents against an emulator, in which time passes only while a run sleeps: a grace of fifteen minutes takes none.
 * What happens in between is put on the emulator's clock.
 */
export class VirtualTime {
  emulator!: Emulator;
  /** What runs said, line by line. */
  readonly said: string[] = [];

  get host(): SessionHost {
    return this.emulator.world.sessionHost("sh-0.contoso.com");
  }

  session(id: number): UserSession {
    return this.host.session(id);
  }

  /** Of a session that has this id: who has it, and how it is. Empty where there is none. */
  state(id: number): string {
    const session = this.host.findSession(id);
    return session ? `${session.userPrincipalName} ${session.sessionState}` : "";
  }

  /** Who was sent what, and whether it was shown. */
  get messages(): readonly string[] {
    return this.emulator.world.messages.map(({ userPrincipalName, title, shown }) => `${userPrincipalName} ${title}${shown ? "" : " (not shown)"}`);
  }

  /** What was asked that changes something. */
  get writes(): readonly string[] {
    return this.emulator.requests().filter(({ method }) => method !== "GET").flatMap(({ operation }) => (operation?.startsWith("UserSessions_") ? operation : []));
  }

  minutes(count: number): number {
    return count * 60_000;
  }

  /** So many minutes later. */
  pass(minutes: number): void {
    this.emulator.clock.advance(this.minutes(minutes));
  }

  /** Has something happen so many minutes from now. */
  in(minutes: number, act: () => void): void {
    this.emulator.clock.after(this.minutes(minutes), act);
  }

  /** What runs see the pool through. */
  backend(environment: Readonly<Record<string, string>> = {}): ArmBackend {
    const say = (line: string): void => void this.said.push(line);
    return new ArmBackend(pool, azureSettings(() => undefined, { ...this.emulator.env(), ...environment }), this.#clock, undefined, new Limiter(this.#clock, say));
  }

  /** One run of an intent. */
  run<Args extends GraceArgs>(intent: Intent<Args>, args: Omit<Args, "scope">, memory: Memory = {}, backend = this.backend()): Promise<Reconciled> {
    return reconcile(intent, { scope: pool, ...args } as unknown as Args, memory, { backend, clock: this.#clock, say: (line) => void this.said.push(line) });
  }

  /** The emulator's, which whoever sleeps moves on. */
  get #clock(): Clock {
    return movedBySleep(this.emulator);
  }
}

/** For the tests of a file: the sample world as it is at first, before each of them. */
export function useVirtualTime(): VirtualTime {
  const virtual = new VirtualTime();
  useTimeOfSleep(virtual);
  return virtual;
}
