import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";
import { SlowestFirst } from "./scripts/slowest-first.mts";

export default defineConfig({
  test: {
    projects: [
      // The emulator keeps nothing in its modules: the files of its tests share what they load.
      { extends: true, test: { name: "emulator", include: ["test/emulator/**/*.test.ts"], isolate: false } },
      { extends: true, test: { name: "all else", include: ["test/**/*.test.ts"], exclude: ["test/emulator/**"] } },
    ],
    globalSetup: "test/global-setup.ts",
    reporters: ["default", new CountReporter()],
    sequence: { sequencer: SlowestFirst },
    // By default one core is left free, which of two is half: the slow tests mostly wait for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The built package is what users load, so tests that name it get it as it is.
    server: { deps: { external: [/\/dist\//] } },
  },
});
