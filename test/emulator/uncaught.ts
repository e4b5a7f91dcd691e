/** The next uncaught exception, which the test runner would else take for its own. */
export function uncaught(act: () => unknown): Promise<unknown> {
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  return new Promise((resolve) => {
    process.once("uncaughtException", (error) => {
      for (const each of others) process.on("uncaughtException", each);
      resolve(error);
    });
    act();
  });
}
