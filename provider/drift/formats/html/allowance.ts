/** How many of one kind a page has room for. */
export interface Room {
  /** As many of the first as there is room for; it is less afterwards. */
  take<Item>(items: readonly Item[]): readonly Item[];
}

export interface Allowance {
  readonly intents: Room;
  readonly held: Room;
  readonly findings: Room;
}

const room = (size: number): Room => {
  let left = size;
  return {
    take: (items) => {
      const taken = items.slice(0, left);
      left -= taken.length;
      return taken;
    },
  };
};

/** A page of less than two megabytes, whatever the report: measured in the tests. */
export const newAllowance = (): Allowance => ({ intents: room(500), held: room(500), findings: room(2_000) });
