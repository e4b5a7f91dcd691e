import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";

type Listener = (text: string) => void;

const listeners = new AsyncLocalStorage<Listener>();
const methods = ["log", "info", "warn", "error", "debug"] as const;

/** What the console was before, while operations run. */
let before: Pick<Console, (typeof methods)[number]> | undefined;
let operations = 0;

/** Runs a provider whose console is heard: the real engine shows what its host's providers print. */
export const overhearing = <T>(listener: Listener, work: () => T): T => listeners.run(listener, work);

/** Runs an operation in which providers are {@link overhearing overheard}. Everything goes on to the console as well. */
export async function withEars<T>(operation: () => Promise<T>): Promise<T> {
  if (operations++ === 0) listen();
  try {
    return await operation();
  } finally {
    if (--operations === 0) Object.assign(console, before);
  }
}

function listen(): void {
  before = { log: console.log, info: console.info, warn: console.warn, error: console.error, debug: console.debug };
  for (const method of methods) {
    const original = before[method];
    console[method] = (...said: unknown[]) => {
      listeners.getStore()?.(format(...said));
      original.apply(console, said);
    };
  }
}
