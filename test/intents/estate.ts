import type { Scope } from "pulumi-desktop-sessions";
import type { Emulator, Seed } from "../../emulator";
import type { Wire } from "./wire";

/** Who is there at first: three on the first host, dave on the second. */
export const people = ["alice", "bob", "carol", "dave"] as const;

/** The ids of their sessions. */
export const ids = { alice: "2", bob: "3", carol: "5", dave: "2" } as const;

/** One kind of system with the same people in it: all are active but carol, who is disconnected. */
export interface Estate {
  readonly system: string;
  /** Default: the emulator's sample world. */
  readonly seed?: Seed;
  readonly scope: Scope;
  /** How sentences name the scope. */
  readonly scopeName: string;
  readonly hosts: readonly [string, string];
  /** What the system calls a user; a person's name may be in capitals. */
  userOf(person: string): string;
  /** Any other name of a user, or the same where there is none. */
  otherNameOf(person: string): string;
  /** What only this system tells of dave's session. */
  readonly particularsOfDave: object;
  /** Why the system can't select by age. `undefined`: it can. */
  readonly noAge?: string;
  /** What is refused, and how. */
  readonly unsupported: readonly (readonly [what: string, args: { sessions: object; force?: boolean }, refusal: string])[];
  /** Credentials as a stack is configured with them; the last one is the secret. */
  credentials(environment: Readonly<Record<string, string>>): readonly (readonly [key: string, value: string])[];
  /** The environment's variable of that secret. */
  readonly secretVariable: string;
  /** What a token or a password looks like that travels. */
  readonly travelling: RegExp;
  /** The estate as it is in a running emulator. */
  in(emulator: Emulator): Inhabited;
  /** Where things go wrong on the way to it. */
  wireTo(emulator: Emulator): Wire | Promise<Wire>;
}

export interface Inhabited {
  /** `undefined`: has no session. */
  stateOf(person: string): string | undefined;
  /** Those who have a session, by name. */
  readonly present: readonly string[];
  reconnect(person: string): void;
  disconnect(person: string): void;
  logOff(person: string): void;
  /** @returns the id of the new session */
  signIn(person: string, host: string): string;
  /** `dave: Welcome`: what was sent to whom, oldest first. */
  readonly messages: readonly string[];
  /** `list`, `read hv-0.contoso.com/3`, `disconnect …`, in order. */
  readonly calls: readonly string[];
}
