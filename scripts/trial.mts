import type { World } from "pulumi-desktop-sessions/emulator";

/** A session as the table shows it. */
export interface SessionRow {
  readonly host: string;
  readonly id: number;
  readonly user: string;
  readonly state: string;
  /** Under the heading of the trial's own. */
  readonly more: string;
}

/** The quickstart on one kind of system. */
export interface Trial {
  readonly system: string;
  /** The folder of Pulumi.yaml, from the repository's root. */
  readonly project: string;
  /** The program's file, from the repository's root. */
  readonly program: string;
  /** The heading of what only this system tells. */
  readonly heading: string;
  readonly rows: (world: World) => readonly SessionRow[];
  /** Bob connects again to the session that he has. */
  readonly reconnectBob: (world: World) => void;
  /** What a preview shows of that. */
  readonly drift: string;
}

/** @throws when bob has no session */
export const stateOfBob = (trial: Trial, world: World): string => {
  const bob = trial.rows(world).find(({ user }) => /\bbob\b/.test(user));
  if (!bob) throw new Error("The quickstart failed: bob has no session any more, and nobody should have logged him off.");
  return bob.state;
};
