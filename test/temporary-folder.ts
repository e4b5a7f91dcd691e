import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

/** An empty folder; it goes when all tests are over. */
export const temporaryFolder = (): string => mkdtempSync(join(inject("folder"), "test-"));
