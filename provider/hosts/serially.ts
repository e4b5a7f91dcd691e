/** The last work of each queue; whatever came of it. */
const queues = new Map<string, Promise<unknown>>();

/** Runs what is given under one name one after the other, in this process. */
export function serially<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const mine = (queues.get(name) ?? Promise.resolve()).then(work);
  const settled = mine.catch(() => undefined); // whoever asked hears of its failure
  queues.set(name, settled);
  void settled.then(() => {
    if (queues.get(name) === settled) queues.delete(name);
  });
  return mine;
}
