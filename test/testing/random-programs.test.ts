import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestStack } from "../../testing";
import { Lamp } from "../engine/lamp";
import { LampWorld } from "../engine/lamp-world";
import { resourcesOf } from "../engine/stack-under-test";

interface RandomLamp {
  brightness: number;
  socket: string;
  oneAtATime: boolean;
  /** Of the lamps before it, those whose serial number it shows. */
  shows: number[];
}

const program = fc.array(
  fc.record({
    brightness: fc.integer({ min: 0, max: 3 }),
    socket: fc.constantFrom("wall", "ceiling"),
    oneAtATime: fc.boolean(),
    shows: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
  }),
  { maxLength: 6 },
);

test("whatever a program says is so after up, a second up changes nothing, and destroy leaves nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: 1, maxLength: 3 }), async (programs) => {
      const world = new LampWorld();
      let lamps: RandomLamp[] = [];
      const stack = await createTestStack({
        projectName: "lamps",
        stackName: "random",
        program: () => {
          const made: Lamp[] = [];
          for (const [index, { brightness, socket, oneAtATime, shows }] of lamps.entries()) {
            const label = serials(made, shows);
            made.push(new Lamp(`lamp-${index}`, { world: world.file, brightness, socket, oneAtATime, label }));
          }
          return Promise.resolve({});
        },
      });
      for (lamps of programs) {
        await stack.up();
        expect(world.lamps).toEqual(lamps.map(({ brightness }, index) => ({ name: `lamp-${index}`, brightness })));
        expectOrder(world.calls(), lamps);
        const { summary } = await stack.up({ expectNoChanges: true, refresh: true });
        expect(summary.resourceChanges).toEqual({ same: lamps.length + 1 });
        expect(world.calls().filter((call) => !call.startsWith("read"))).toEqual([]);
      }
      const shown = new Map(lamps.map(({ shows }, index) => [`lamp-${index}`, neighbours(index, shows)]));
      await stack.destroy();
      const deletions = world.calls().map((call) => call.replace("delete ", ""));
      expect(deletions.length).toBe(lamps.length);
      for (const [name, needs] of shown) {
        for (const needed of needs) expect(deletions.indexOf(name)).toBeLessThan(deletions.indexOf(needed));
      }
      expect(world.lamps).toEqual([]);
      expect(await resourcesOf(stack)).toEqual({});
    }),
    { numRuns: 40 },
  );
});

function serials(made: readonly Lamp[], shows: readonly number[]): pulumi.Output<string> {
  return pulumi.all(shows.flatMap((index) => made[index] ?? []).map((lamp) => lamp.serial)).apply((all) => all.join());
}

/** The names of the lamps that the one at `index` depends on. */
function neighbours(index: number, shows: readonly number[]): string[] {
  return shows.filter((other) => other < index).map((other) => `lamp-${other}`);
}

/** A lamp is made or changed only after what it shows. */
function expectOrder(calls: readonly string[], lamps: readonly RandomLamp[]): void {
  const last = (name: string) => calls.findLastIndex((call) => call === `create ${name}` || call === `update ${name}`);
  const first = (name: string) => calls.findIndex((call) => call === `create ${name}` || call === `update ${name}`);
  for (const [index, { shows }] of lamps.entries()) {
    const own = first(`lamp-${index}`);
    if (own === -1) continue;
    for (const needed of neighbours(index, shows)) expect(last(needed)).toBeLessThan(own);
  }
}
