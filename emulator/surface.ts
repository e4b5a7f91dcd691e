/**
 * Makes an error that somebody else's function threw an uncaught exception, as a browser does with one of an event listener: it is
 * not lost, and who called the function goes on. See decisions/an-observer-that-throws.md.
 */
export function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
