import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line that any CI system can read: `N passed, N failed, N skipped`. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
    const count = (state: string): number => results.filter((result) => result === state).length;
    const failed = count("failed") + broken + errors.length;
    process.on("exit", () => {
      console.log(`${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped`);
    });
  }
}
