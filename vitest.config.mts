import { defineConfig } from "vitest/config";
import { CountReporter } from "./scripts/count-reporter.mts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", new CountReporter()],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
