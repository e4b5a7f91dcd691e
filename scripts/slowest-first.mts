import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, most of them because they wait for Pulumi's CLI, in the order of their time. */
const slowest = [
  "engine/real-engine",
  "intents/real-engine-azure",
  "examples/readmes",
  "quickstart/quickstart",
  "intents/killed.",
  "package/package",
  "cli/drift",
  "quickstart/pulumi-command",
  "intents/real-engine-rds",
  "intents/killed-engine",
  "emulator/many-at-once",
  "cli/emulate.",
  "readme/readme",
];

/** Starts with the slowest files, so that none of them is left to run alone at the end. On its own vitest goes by their size until it has seen them once. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = slowest.findIndex((name) => moduleId.includes(`/test/${name}`));
  return place === -1 ? slowest.length : place;
}
