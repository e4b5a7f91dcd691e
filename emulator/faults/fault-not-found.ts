/** There is no such rule: it was removed, or never added. */
export class FaultNotFound extends Error {
  override readonly name = "FaultNotFound";

  constructor(id: string, standing: Iterable<string>) {
    const ids = [...standing];
    super(`There is no fault ${JSON.stringify(id)}. ${ids.length === 0 ? "There is none at all" : `There are ${ids.join(", ")}`}.`);
  }
}
