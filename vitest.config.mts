import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", new CountReporter()],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The built package is what users load, so tests that name it get it as it is.
    server: { deps: { external: [/\/dist\//] } },
  },
});
