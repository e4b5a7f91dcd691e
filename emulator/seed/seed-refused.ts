/** One thing that is wrong with a seed. */
export interface SeedProblem {
  /** Where: `subscriptions.…resourceGroups.rg-avd`; empty: the seed as a whole. */
  path: string;
  found: string;
  expected: string;
}

/** A seed that does not describe a world. Its message lists every problem, each with its place. */
export class SeedRefused extends Error {
  override readonly name = "SeedRefused";
  readonly source: string;
  readonly problems: readonly SeedProblem[];

  constructor(source: string, problems: readonly SeedProblem[], options?: ErrorOptions) {
    const lines = problems.map(({ path, found, expected }) => `  ${path === "" ? "" : `${path}: `}found ${found}, expected ${expected}`);
    super(`Could not read the seed ${source}:\n${lines.join("\n")}`, options);
    this.source = source;
    this.problems = problems;
  }
}
