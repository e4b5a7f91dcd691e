/** What tells a program that runs until it is stopped to end in good order; a second one ends it at once. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let stopped: Promise<void> | undefined;

/** Resolves at the first signal since the first call. */
export const untilStopped = (): Promise<void> =>
  (stopped ??= new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  }));
