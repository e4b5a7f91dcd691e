import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";
import { SlowestFirst } from "./scripts/slowest-first.mts";

const emulator = ["test/emulator/**/*.test.ts"];
const drift = ["test/provider/drift/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      // The emulator keeps nothing in its modules, nor do the reports: the files of either's tests share what they load.
      { extends: true, test: { name: "emulator", include: emulator, isolate: false } },
      { extends: true, test: { name: "drift", include: drift, isolate: false } },
      { extends: true, test: { name: "all else", include: ["test/**/*.test.ts"], exclude: [...emulator, ...drift] } },
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
