import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DriftReport } from "../../../../provider/drift/report";

export { hostileNames } from "./hostile-names";

/** As `sample-world.test.ts` has the package make them: with other words there, everything that is made of them differs. */
const read = (name: string): DriftReport => JSON.parse(readFileSync(join(__dirname, `golden/${name}.json`), "utf8")) as DriftReport;

/** In sync, drift, errors, ignored, since, gone, hostile names, both systems. */
export const sampleReport = read("sample");

/** Two intents that hold, in one stack; one of them only since what breaks it is ignored. */
export const inSyncReport = read("in-sync");

/** A stack that says nothing about sessions. */
export const emptyReport = read("empty");
