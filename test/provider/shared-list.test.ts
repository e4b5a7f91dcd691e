import { expect, it } from "vitest";
import { SharedList } from "../../provider/shared-list";

/** A list whose arrival the test decides, and a clock that stands still until it is moved. */
function arrange() {
  const lists: { arrive: (items: string[]) => void; fail: (error: Error) => void }[] = [];
  let time = 0;
  const shared = new SharedList<string>(
    () => new Promise((arrive, fail) => lists.push({ arrive, fail })),
    { now: () => time, sleep: () => Promise.reject(new Error("nothing here sleeps")) },
  );
  return { shared, lists, wait: (milliseconds: number) => (time += milliseconds) };
}

it("a thousand who ask for a recent list share one, while it is under way and a moment after", async () => {
  const { shared, lists, wait } = arrange();
  const early = Array.from({ length: 500 }, () => shared.recent());
  wait(60_000);
  lists[0]!.arrive(["bob"]);
  await Promise.all(early);
  wait(4_999);
  expect(await Promise.all(Array.from({ length: 500 }, () => shared.recent()))).toEqual(Array(500).fill(["bob"]));
  expect(lists).toHaveLength(1);
});

it("after that moment there is another", async () => {
  const { shared, lists, wait } = arrange();
  const first = shared.recent();
  lists[0]!.arrive([]);
  await first;
  wait(5_000);
  void shared.recent();
  expect(lists).toHaveLength(2);
});

it("who asks for the state of now is never answered with a list that began before", async () => {
  const { shared, lists } = arrange();
  const before = shared.recent();
  const now = [shared.next(), shared.next()];
  expect(lists).toHaveLength(1);
  lists[0]!.arrive(["stale"]);
  expect(await before).toEqual(["stale"]);
  await new Promise(setImmediate);
  expect(lists).toHaveLength(2);
  lists[1]!.arrive(["fresh"]);
  expect(await Promise.all(now)).toEqual([["fresh"], ["fresh"]]);
});

it("a list that fails is the answer to those who waited for it, and to nobody later", async () => {
  const { shared, lists } = arrange();
  const waiting = [shared.recent(), shared.recent()];
  const next = shared.next();
  lists[0]!.fail(new Error("no route"));
  await expect(Promise.allSettled(waiting)).resolves.toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  await new Promise(setImmediate);
  lists[1]!.arrive(["bob"]);
  expect(await next).toEqual(["bob"]);
  expect(await shared.recent()).toEqual(["bob"]);
});
