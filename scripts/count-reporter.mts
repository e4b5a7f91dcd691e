import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** Ends a run with one line that any CI system can read: `N passed, N failed`. Lines before it say what was skipped. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
    const failed = count("failed") + broken + errors.length;
    process.on("exit", () => {
      for (const line of skippedOf(tests)) console.log(line);
      console.log(`${count("passed")} passed, ${failed} failed`);
    });
  }
}

/** One line for each test or suite that was left out, by the name that its author gave the reason in. */
function skippedOf(tests: readonly TestCase[]): readonly string[] {
  const skipped = tests.filter((test) => test.result().state === "skipped");
  return [...Map.groupBy(skipped, outermostSkipped)].map(([around, [first, ...others]]) =>
    others.length > 0 ? `Skipped: ${around.fullName}, ${others.length + 1} tests` : `Skipped: ${first!.fullName}`,
  );
}

/** The reason stands where `skipIf` does, which may be a suite around the test. */
function outermostSkipped(test: TestCase): TestCase | TestSuite {
  let outermost: TestCase | TestSuite = test;
  for (let at = test.parent; at.type === "suite"; at = at.parent) if (at.options.mode === "skip") outermost = at;
  return outermost;
}
