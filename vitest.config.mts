import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";
import { SlowestFirst } from "./scripts/slowest-first.mts";

const together = ["test/{emulator,provider}/**/*.test.ts"];
/** One watch of the engine is enough for a process. */
const alone = ["test/provider/engine-watch.test.ts"];

export default defineConfig({
  test: {
    projects: [
      // The emulator keeps nothing in its modules, nor do these parts of the provider: the files of their tests share what they load.
      { extends: true, test: { name: "together", include: together, exclude: alone, isolate: false } },
      { extends: true, test: { name: "all else", include: ["test/**/*.test.ts"], exclude: together } },
      { extends: true, test: { name: "alone", include: alone } },
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
