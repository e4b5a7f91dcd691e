import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    reporters: ["default", new CountReporter()],
    // By default one core is left free, which of two is half: the slow tests mostly wait for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The built package is what users load, so tests that name it get it as it is.
    server: { deps: { external: [/\/dist\//] } },
  },
});
