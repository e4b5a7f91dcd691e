import { describe, expect, it } from "vitest";
import { batchesOf } from "../../../provider/hosts/batches";

describe("hosts that are taken in turn", () => {
  const five = ["a", "b", "c", "d", "e"];

  it.each([
    [1, [["a"], ["b"], ["c"], ["d"], ["e"]]],
    [2, [["a", "b"], ["c", "d"], ["e"]]],
    ["50%", [["a", "b"], ["c", "d"], ["e"]]], // of two and a half, two
    ["79%", [["a", "b", "c"], ["d", "e"]]],
    ["1%", [["a"], ["b"], ["c"], ["d"], ["e"]]],
    ["100%", [five]],
    [9, [five]],
  ])("are, %j at once, these", (atOnce, batches) => {
    expect(batchesOf(five, atOnce)).toEqual(batches);
  });
});
