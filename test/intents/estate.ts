import type { Scope } from "pulumi-desktop-sessions";
import type { Emulator, FaultRule, Seed } from "../../emulator";

/** Who is there at first: three on the first host, dave on the second. */
export const people = ["alice", "bob", "carol", "dave"] as const;

/** The ids of their sessions. */
export const ids = { alice: "2", bob: "3", carol: "5", dave: "2" } as const;

/** What is asked of a system about a session; `list` is about all of them. */
export type Step = "list" | "read" | "disconnect" | "sendMessage";

/** What goes wrong, in the words of the emulator's faults, and what the provider makes of it. */
export interface Mishap {
  readonly fault: FaultRule;
  readonly says: string;
}

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
  /** What its operations are called. */
  readonly operations: Readonly<Record<Step, string>>;
  /** It refuses an act. */
  readonly refusal: Mishap;
  /** It refuses to list. */
  readonly listRefusal: Mishap;
  /** It does not find the session that it is to do something to. */
  readonly notFound: FaultRule;
  /** It says that an act is done. */
  readonly done: FaultRule;
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
  /** Signs in somebody whom the system does not name. @returns the id of the new session */
  signInNameless(host: string): string;
  /** `dave: Welcome`: what was sent to whom, oldest first. */
  readonly messages: readonly string[];
  /** `list`, `read hv-0.contoso.com/3`, `disconnect …`, in order. */
  readonly calls: readonly string[];
}
