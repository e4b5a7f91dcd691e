import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Lamp, Plain } from "./lamp";
import { LampWorld } from "./lamp-world";
import { resourcesOf, type StackFactory } from "./stack-under-test";

/**
 * What Pulumi's engine does with dynamic resources. Every expectation was made by looking at the
 * real engine, and holds for whatever the factory makes.
 */
export function engineCases(makeStack: StackFactory): void {
  describe("the life of two lamps, of which the second shows the serial number of the first", () => {
    const world = new LampWorld();
    const w = { world: world.file };
    let withSecond = true;
    let stack: Awaited<ReturnType<StackFactory>>;
    const program = () => {
      const first = new Lamp("first", { ...w, brightness: 1, socket: "wall" });
      if (!withSecond) return { serial: first.serial };
      const second = new Lamp("second", { ...w, brightness: 2, socket: pulumi.secret("desk"), label: pulumi.secret(pulumi.interpolate`see ${first.serial}`) });
      return { serial: first.serial, greeting: second.greeting, label: second.label, nested: { deep: [second.label, null] } };
    };

    test("a preview checks, and creates nothing: what is made later is unknown", async () => {
      stack = await makeStack("life", () => Promise.resolve(program()));
      await stack.setConfig("greeting", { value: "hello" });
      await stack.setConfig("shared:token", { value: "t0ken", secret: true });
      const { changeSummary, stdout } = await stack.preview({ diff: true });
      expect(changeSummary).toEqual({ create: 3 });
      expect(stdout).toMatch(/ {8}socket +: \[secret\]/);
      expect(stdout).toMatch(/serial +: \[unknown\]/);
      expect(world.calls("check", "diff")).toEqual(["check first", "check second"]);
    });

    test("up creates in the order of dependencies", async () => {
      const { summary, outputs } = await stack.up();
      expect(summary).toMatchObject({ kind: "update", result: "succeeded", resourceChanges: { create: 3 } });
      expect(world.calls()).toEqual(["create first", "create second"]);
      expect(world.lamps).toEqual([{ name: "first", brightness: 1 }, { name: "second", brightness: 2 }]);
      // Configuration reaches the provider, secrets in clear; a secret input makes the output secret.
      expect(outputs).toEqual({
        serial: { value: "first#1", secret: false },
        greeting: { value: "hello t0ken", secret: false },
        label: { value: "see first#1", secret: true },
        nested: { value: { deep: ["see first#1", null] }, secret: false },
      });
      expect(await stack.outputs()).toEqual(outputs);
    });

    test("the state tells what depends on what, and who made it", async () => {
      const { first, second } = await resourcesOf(stack);
      expect(first).toMatchObject({ id: "lamp-1", inputs: { brightness: 1, socket: "wall" }, outputs: { serial: "first#1" } });
      expect(second).toMatchObject({ id: "lamp-2", dependencies: [first?.urn] });
      expect(first?.urn).toBe("urn:pulumi:life::lamps::pulumi-nodejs:dynamic/test:Lamp::first");
      expect(first?.outputs?.["__provider"]).toBe(first?.inputs?.["__provider"]);
    });

    test("a second up asks, and does nothing", async () => {
      const { summary } = await stack.up({ expectNoChanges: true });
      expect(summary.resourceChanges).toEqual({ same: 3 });
      expect(world.calls("check", "diff")).toEqual(["check first", "diff first", "check second", "diff second"]);
    });

    test("the preview of a refresh sees drift, and records nothing", async () => {
      world.dim("first", 7);
      const { changeSummary } = await stack.previewRefresh();
      expect(changeSummary).toEqual({ same: 2, update: 1 });
      expect(world.calls().sort()).toEqual(["read first", "read second"]);
      expect((await resourcesOf(stack))["first"]?.inputs).toMatchObject({ brightness: 1 });
    });

    test("a refresh that expects no changes fails on drift", async () => {
      await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow(
        "no changes were expected for refresh but changes were proposed",
      );
    });

    test("a preview with refresh tells from what to what", async () => {
      const { stdout, changeSummary } = await stack.preview({ refresh: true, diff: true });
      expect(stdout).toMatch(/~ brightness *: 1 => 7/);
      expect(stdout).toMatch(/~ brightness *: 7 => 1/);
      // The second lamp shows the first one's serial number, and an update may change that.
      expect(changeSummary).toEqual({ same: 1, update: 2 });
      world.calls();
    });

    test("up with refresh reads everything first, and repairs", async () => {
      const { summary } = await stack.up({ refresh: true });
      const calls = world.calls();
      expect(calls.slice(0, 2).sort()).toEqual(["read first", "read second"]);
      expect(calls.slice(2)).toEqual(["update first"]);
      expect(summary.resourceChanges).toEqual({ same: 2, update: 1 });
      expect(world.lamps[0]).toEqual({ name: "first", brightness: 1 });
    });

    test("a refresh makes what it read the state, and the next up sees no drift but a difference", async () => {
      world.dim("first", 5);
      const { summary } = await stack.refresh();
      expect(summary).toMatchObject({ kind: "refresh", resourceChanges: { same: 2, update: 1 } });
      expect((await resourcesOf(stack))["first"]).toMatchObject({ inputs: { brightness: 5 }, outputs: { brightness: 5, serial: "first#1" } });
      world.calls();
    });

    test("what a refresh finds no more leaves the state, and is created again", async () => {
      world.steal("first");
      const { summary } = await stack.refresh();
      expect(summary.resourceChanges).toEqual({ delete: 1, same: 2 });
      const resources = await resourcesOf(stack);
      expect(Object.keys(resources)).toEqual(["second"]);
      expect(resources["second"]?.dependencies ?? []).toEqual([]);
      world.calls();
      const up = await stack.up();
      expect(up.summary.resourceChanges).toEqual({ create: 1, same: 1, update: 1 });
      expect(world.calls()).toEqual(["create first", "update second"]);
    });

    test("what left the program is deleted, with the outputs that spoke of it", async () => {
      withSecond = false;
      const { summary, outputs } = await stack.up();
      expect(summary.resourceChanges).toEqual({ delete: 1, same: 2 });
      expect(world.calls()).toEqual(["delete second"]);
      expect(outputs).toEqual({ serial: { value: "first#3", secret: false } });
    });

    test("destroy deletes in reverse order, and leaves nothing", async () => {
      withSecond = true;
      await stack.up();
      world.calls();
      const { summary } = await stack.destroy();
      expect(summary).toMatchObject({ kind: "destroy", resourceChanges: { delete: 3 } });
      expect(world.calls()).toEqual(["delete second", "delete first"]);
      expect(world.lamps).toEqual([]);
      expect(await resourcesOf(stack)).toEqual({});
    });
  });

  test("a replacement creates before it deletes, unless only one fits: then what depends on it goes first", async () => {
    const world = new LampWorld();
    let socket = "wall";
    const program = () => {
      const args = { world: world.file, socket };
      const free = new Lamp("free", args);
      const narrow = new Lamp("narrow", { ...args, oneAtATime: true });
      // In a socket that is named after the narrow one: it cannot outlive it. The shade can.
      const inside = new Lamp("inside", { world: world.file, socket: narrow.serial });
      const shade = new Lamp("shade", { world: world.file, label: narrow.serial });
      const chosen = new Lamp("chosen", args, { deleteBeforeReplace: true, dependsOn: [free, inside, shade] });
      return Promise.resolve({ chosen: chosen.serial });
    };
    const stack = await makeStack("replacement", program);
    await stack.up();
    world.calls();
    socket = "ceiling";
    const { changeSummary } = await stack.preview();
    expect(changeSummary).toEqual({ replace: 4, same: 1, update: 1 });
    expect(world.calls()).toEqual([]);
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toEqual({ replace: 4, same: 1, update: 1 });
    const calls = world.calls();
    const before = (earlier: string, later: string) => expect(calls.indexOf(earlier), `${earlier}, then ${later}`).toBeLessThan(calls.indexOf(later));
    expect(calls.length).toBe(9);
    before("create free", "delete free");
    before("delete inside", "delete narrow");
    before("delete narrow", "create narrow");
    before("create narrow", "create inside");
    before("create narrow", "update shade");
    before("delete chosen", "create chosen");
    expect(calls.at(-1)).toBe("delete free");

    // An old one that could not be deleted stays in the state next to the new one, and goes with the next up.
    const lamps = world.lamps.length;
    socket = "floor";
    world.fault({ "delete free": "refuse" });
    await expect(stack.up()).rejects.toThrow("free is too hot to be unscrewed");
    expect((await resourcesOf(stack))["free"]).toMatchObject({ delete: true, inputs: { socket: "ceiling" } });
    expect(world.lamps.length).toBe(lamps + 1);
    world.fault({});
    world.calls();
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 6 });
    expect(world.calls()).toEqual(["delete free"]);
    expect((await resourcesOf(stack))["free"]).toMatchObject({ inputs: { socket: "floor" } });
  });

  test("a lamp that flickers is kept, and taken care of by the next up", async () => {
    const world = new LampWorld();
    let brightness = 1;
    const stack = await makeStack("flicker", () => {
      new Lamp("lamp", { world: world.file, brightness });
      return Promise.resolve({ kept: "output" });
    });
    world.fault({ "create lamp": "flicker" });
    const failure = stack.up();
    await expect(failure).rejects.toThrow("loose contact");
    await expect(failure).rejects.toThrow("old bulb");
    const { lamp } = await resourcesOf(stack);
    expect(lamp).toMatchObject({ id: "lamp-1", initErrors: ["loose contact", "old bulb"], outputs: { brightness: 1, serial: "lamp#1" } });
    // The host adds the provider to what a method returns, and not to what an error carries. So
    // nothing can be asked of the state; the program's own provider does the next update.
    expect(lamp?.outputs).not.toHaveProperty("__provider");
    await expect(stack.refresh()).rejects.toThrow("code must be a string, not undefined");

    world.fault({});
    world.calls();
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toEqual({ same: 1, update: 1 });
    expect(world.calls()).toEqual(["update lamp"]);
    expect((await resourcesOf(stack))["lamp"]).not.toHaveProperty("initErrors");

    brightness = 2;
    world.fault({ "update lamp": "flicker" });
    await expect(stack.up()).rejects.toThrow("dim");
    // A failed update keeps the old inputs next to the outputs of the error.
    expect((await resourcesOf(stack))["lamp"]).toMatchObject({ initErrors: ["dim"], inputs: { brightness: 1 }, outputs: { brightness: 2 } });
    // What an error carried, a refresh can read from when the provider is among it; the errors are then forgotten.
    await stack.refresh();
    expect((await resourcesOf(stack))["lamp"]).not.toHaveProperty("initErrors");
  });

  test("a failure keeps what was done, and skips what depends on it", async () => {
    const world = new LampWorld();
    let oops = false;
    let brightness = 1;
    const stack = await makeStack("failure", () => {
      const good = new Lamp("good", { world: world.file, brightness });
      const bad = new Lamp("bad", { world: world.file, label: good.serial });
      if (oops) throw new Error("the program is broken");
      const after = new Lamp("after", { world: world.file, label: bad.serial });
      return Promise.resolve({ after: after.serial });
    });
    brightness = -1;
    await expect(stack.preview()).rejects.toThrow(/'good': property brightness value .*-1.* has a problem: a lamp cannot be darker than off/);
    brightness = 1;
    world.fault({ "create bad": "refuse" });
    await expect(stack.up()).rejects.toThrow("no electricity for bad");
    expect(world.calls()).toEqual(["create good", "create bad"]);
    expect(Object.keys(await resourcesOf(stack))).toEqual(["good"]);

    world.fault({ "create bad": "undefined" });
    await expect(stack.up()).rejects.toThrow("Unexpected struct type.");
    world.fault({});
    oops = true;
    await expect(stack.up()).rejects.toThrow("the program is broken");
    // What it had registered is done, and nothing is deleted for not having been registered.
    expect(Object.keys(await resourcesOf(stack)).sort()).toEqual(["bad", "good"]);
    oops = false;
    world.calls();
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toEqual({ create: 1, same: 3 });
    expect(world.calls()).toEqual(["create after"]);
  });

  test("what a check refuses is told with the values of the program, as the engine writes them", async () => {
    const world = new LampWorld();
    const shape = { sides: [1, 1_234_567, 0.5, 0.00002], round: true, hole: null, deep: { secret: pulumi.secret("hush") } };
    const refused = ["", "socket", "shape", "shape.sides", "label", "nothing", "brightness"];
    const stack = await makeStack("refused", () => {
      const other = new Lamp("other", { world: world.file });
      new Lamp("odd", { world: world.file, socket: "the wall", label: other.serial, brightness: pulumi.secret(3), shape, refused });
      return Promise.resolve({});
    });
    const failure = await stack.preview().catch((error: unknown) => String(error));
    const type = "pulumi-nodejs:dynamic/test:Lamp";
    for (const told of [
      "has a problem: no lamp has that",
      "property socket value {the wall} has",
      "property shape value {map[deep:{map[secret:{&{{hush}}}]} hole:{<nil>} round:{true} sides:{[{1} {1.234567e+06} {0.5} {2e-05}]}]} has",
      // A path into a property is taken for the name of one.
      "property shape.sides value {<nil>} has",
      "property label value output<string>{} has",
      "property nothing value {<nil>} has",
      "property brightness value {&{{3}}} has",
    ]) {
      expect(failure).toContain(`error: ${type} resource 'odd'${told.startsWith("has") ? " " : ": "}${told}`);
    }
  });

  test("options of resources", async () => {
    const world = new LampWorld();
    const w = { world: world.file };
    let round = 1;
    const program = () => {
      const parent = new pulumi.ComponentResource(round === 1 ? "test:Room" : "test:Hall", "room", {}, round === 1 ? {} : { aliases: [{ type: "test:Room" }] });
      new Lamp("child", w, { parent, customTimeouts: { create: "5m", delete: "1h30m10.5s" } });
      new Lamp(round === 1 ? "old-name" : "new-name", w, round === 1 ? {} : { aliases: [{ name: "old-name" }] });
      new Lamp("ignoring", { ...w, brightness: round, label: `round ${round}` }, { ignoreChanges: ["brightness"] });
      new Lamp("stubborn", { ...w, brightness: round }, { replaceOnChanges: ["brightness"] });
      new Plain("plain", { ...w, shape: { sides: round, colour: "red" } }, { replaceOnChanges: ["shape.sides"] });
      new Plain("quiet", { ...w, shape: { sides: round, colour: "red" } }, { ignoreChanges: ["shape.sides"] });
      const sealed = new Lamp("sealed", { ...w, label: "visible" }, { additionalSecretOutputs: ["label"] });
      if (round < 3) {
        new Lamp("protected", w, { protect: true });
        new Lamp("retained", w, { retainOnDelete: true });
      }
      return Promise.resolve({ sealed: sealed.label });
    };
    const stack = await makeStack("options", program);
    const { outputs } = await stack.up();
    expect(outputs).toEqual({ sealed: { value: "visible", secret: true } });
    const made = await resourcesOf(stack);
    expect(made["child"]?.urn).toBe("urn:pulumi:options::lamps::test:Room$pulumi-nodejs:dynamic/test:Lamp::child");
    expect(made["child"]?.parent).toBe(made["room"]?.urn);
    expect(made["protected"]?.protect).toBe(true);
    expect(made["child"]?.customTimeouts).toEqual({ create: 300, delete: 5410.5 });
    world.calls();

    round = 2;
    const { summary } = await stack.up();
    // `replaceOnChanges` has no effect where a dynamic provider says itself that there are changes.
    expect(world.calls().sort()).toEqual(["create plain", "update ignoring", "update stubborn"]);
    expect(summary.resourceChanges).toEqual({ replace: 1, same: 8, update: 2 });
    const changed = await resourcesOf(stack);
    expect(changed["ignoring"]?.outputs).toMatchObject({ brightness: 1, label: "round 2" });
    expect(changed["new-name"]?.id).toBe(made["old-name"]?.id);
    expect(changed["child"]?.urn).toContain("test:Hall$");
    expect(changed["child"]?.parent).toBe(changed["room"]?.urn);

    round = 3;
    await expect(stack.up()).rejects.toThrow("protected");
    const left = await resourcesOf(stack);
    expect(left).toHaveProperty("protected");
    expect(left).not.toHaveProperty("retained");
    expect(world.calls()).not.toContain("delete retained");
    expect(world.lamps.map(({ name }) => name)).toContain("retained");
    // What a protected resource stands on is not deleted either, everything else is.
    await expect(stack.destroy()).rejects.toThrow("protected");
    expect(Object.keys(await resourcesOf(stack))).toEqual(["protected"]);
  });

  test("what goes along with another is not deleted itself, as long as the other goes, too", async () => {
    const world = new LampWorld();
    const w = { world: world.file };
    let [house, inside, socket] = [true, true, "wall"];
    const stack = await makeStack("along", () => {
      const home = house ? new Lamp("house", { ...w, socket }) : undefined;
      if (!inside || home === undefined) return Promise.resolve({});
      const parent = new pulumi.ComponentResource("test:Room", "room", {}, { deletedWith: home });
      new Lamp("inside", w, { deletedWith: home });
      new Lamp("moving", { ...w, socket }, { deletedWith: home });
      new Lamp("inherited", w, { parent });
      return Promise.resolve({});
    });
    await stack.up();
    world.calls();
    socket = "ceiling";
    await stack.up();
    // The old house goes, and so the old lamp in it is taken for gone.
    expect(world.calls()).toEqual(["create house", "create moving", "delete house"]);
    inside = false;
    await stack.up();
    expect(world.calls().sort()).toEqual(["delete inherited", "delete inside", "delete moving"]);
    inside = true;
    await stack.up();
    house = false;
    world.calls();
    await stack.up();
    expect(world.calls()).toEqual(["delete house"]);
    expect(world.lamps.map(({ name }) => name)).toEqual(["inherited", "inside", "moving", "moving"]);
    expect(await resourcesOf(stack)).toEqual({});
  });

  test("what is retained leaves the state without being deleted, also when it is replaced", async () => {
    const world = new LampWorld();
    let socket = "wall";
    const stack = await makeStack("retained", () => {
      const args = { world: world.file, socket };
      const parent = new pulumi.ComponentResource("test:Room", "room", {}, { retainOnDelete: true });
      new Lamp("first", args, { retainOnDelete: true });
      new Lamp("inherited", args, { parent });
      new Lamp("early", args, { retainOnDelete: true, deleteBeforeReplace: true });
      new Lamp("not", args, { parent, retainOnDelete: false });
      return Promise.resolve({});
    });
    await stack.up();
    world.calls();
    socket = "ceiling";
    expect((await stack.up()).summary.resourceChanges).toEqual({ replace: 4, same: 2 });
    expect(world.calls().sort()).toEqual(["create early", "create first", "create inherited", "create not", "delete not"]);
    await stack.destroy();
    expect(world.calls()).toEqual(["delete not"]);
    expect(world.lamps.length).toBe(6);
    expect(await resourcesOf(stack)).toEqual({});
  });

  test("a protected resource keeps what it stands on, and nothing else", async () => {
    const world = new LampWorld();
    const w = { world: world.file };
    let isEmpty = false;
    const stack = await makeStack("protected", () => {
      if (isEmpty) return Promise.resolve({});
      const ground = new Lamp("ground", w);
      const floor = new Lamp("floor", { ...w, label: ground.serial });
      const beside = new Lamp("beside", { ...w, label: ground.serial });
      const kept = new Lamp("kept", w, { protect: true, dependsOn: floor });
      new Lamp("upon", { ...w, label: kept.serial }, { dependsOn: beside });
      return Promise.resolve({});
    });
    await stack.up();
    world.calls();
    isEmpty = true;
    const urn = "urn:pulumi:protected::lamps::pulumi-nodejs:dynamic/test:Lamp::kept";
    const refusedPreview = await stack.preview().then(() => "", String);
    expect(refusedPreview).toContain(`error: Preview failed: resource "${urn}" cannot be deleted`);
    expect(refusedPreview).toContain("error: preview failed");
    await expect(stack.up()).rejects.toThrow(`pulumi state unprotect '${urn}'`);
    expect(world.calls().sort()).toEqual(["delete beside", "delete upon"]);
    expect(Object.keys(await resourcesOf(stack)).sort()).toEqual(["floor", "ground", "kept"]);
    isEmpty = false;
    await stack.up();
    world.calls();
    await expect(stack.destroy()).rejects.toThrow("cannot be deleted");
    expect(world.calls().sort()).toEqual(["delete beside", "delete upon"]);
    expect(Object.keys(await resourcesOf(stack)).sort()).toEqual(["floor", "ground", "kept"]);
  });

  test("what differs inside of values has its sign, on every line that comes or goes", async () => {
    const world = new LampWorld();
    const shapes = [
      { same: 1, list: [1, { a: 1 }], gone: { deep: [true] }, text: "one\ntwo\nthree", nothing: null, empty: "" },
      { same: 1, list: [1, { a: 1, b: [null] }, {}], come: { deep: [{ x: 1.5 }] }, text: "one\n2\nthree", nothing: 1, empty: "no more" },
      { same: 1, list: {}, text: 12_345_678 },
    ];
    let round = 0;
    let socket = "wall";
    const program = () => {
      new Lamp("shaped", { world: world.file, brightness: round, shape: shapes[round], socket });
      new Plain("plain", { world: world.file, shape: shapes[round] });
      return Promise.resolve({ shape: shapes[round], empty: [], none: null });
    };
    const stack = await makeStack("shapes", () => program());
    await stack.up();
    round = 1;
    const { stdout: planned } = await stack.preview({ diff: true });
    expect(planned).toContain(nestedChanges.lamp);
    // Without a `diff` of the provider, the engine finds the differences, and shows nothing else.
    expect(planned).toContain(nestedChanges.plain);
    expect(planned).toContain("    --outputs:--\n  ~ shape: {\n      + come   : {");
    const { stdout: done } = await stack.up({ diff: true });
    expect(done).toContain(nestedChanges.lamp);
    expect(done).toMatch(/Resources:\n {4}~ 2 updated\n {4}1 unchanged\n\nDuration: \d+s/);

    round = 2;
    const { stdout: rows } = await stack.up();
    expect(rows).toMatch(/ ~ {2}pulumi-nodejs:dynamic\/test:Lamp shaped updated .*\[diff: ~brightness,shape\]/);
    expect(rows).toContain("Outputs:\n  ~ shape: {\n      - come   : {");
    expect(rows).not.toMatch(/empty: \[|none/);

    round = 1;
    socket = "ceiling";
    const { stdout: replaced } = await stack.up({ diff: true });
    expect(replaced).toContain("    +-pulumi-nodejs:dynamic/test:Lamp: (replace)\n        [id=lamp-1]\n");
    expect(replaced).toContain("          + list   : [\n          +     [0]: 1\n");
    expect(replaced).toContain('          ~ text   : 12345678 => "one\\n2\\nthree"\n');
    expect(replaced).toContain('      ~ socket    : "wall" => "ceiling"\n');
    const { stdout: gone } = await stack.destroy({ diff: true });
    expect(gone).toContain("- pulumi-nodejs:dynamic/test:Lamp: (delete)\n    [id=lamp-2]\n");
    expect(gone).toContain("    --outputs:--\n  - empty: []\n  - shape: {\n      - come   : {\n          - deep: [\n          -     [0]: {\n");
  });

  test("in detail, a step stands below a parent that is shown, with its lock, its outputs and the lines around a change", async () => {
    const world = new LampWorld();
    let isFirst = true;
    const stack = await makeStack("detail", () => {
      void pulumi.log.info("passing by", undefined, undefined, true);
      const parent = new pulumi.ComponentResource("test:Room", "room");
      const text = ["a", "b", "c", "d", isFirst ? "e" : "E", "f", "g", "h", "i"].join("\n");
      const shape = { text, wide: (isFirst ? "w" : "W").repeat(200), exact: isFirst ? 1 : 1e21, rough: isFirst ? 1 : 1_234_567.5, ...(isFirst && { never: null }), unsaid: null };
      new Lamp("lamp", { world: world.file, brightness: isFirst ? 1 : 2, shape }, { parent, protect: isFirst });
      return Promise.resolve({});
    });
    const created = await stack.up({ diff: true });
    expect(created.stdout).toContain("        + pulumi-nodejs:dynamic/test:Lamp: (create) 🔒\n            [urn=");
    expect(created.stdout).toContain('            --outputs:--\n            greeting  : "undefined undefined"\n            serial    : "lamp#1"\n');
    expect(created.stdout).toContain('                text  : "a\\nb\\nc\\n..."\n');
    expect(created.stdout).toContain(`                wide  : "${"w".repeat(150)}..."\n`);
    expect(created.stderr).toContain("passing by");
    expect((await stack.preview()).stdout.split("Diagnostics:")[1] ?? "").not.toContain("passing by");
    isFirst = false;
    const { stdout } = await stack.preview({ diff: true });
    expect(stdout).toContain("    ~ pulumi-nodejs:dynamic/test:Lamp: (update) 🔓\n        [id=lamp-1]\n");
    expect(stdout).toContain(`\
      ~ shape     : {
          ~ exact : 1 => 1000000000000000000000
          ~ rough : 1 => 1.2345675e+06
          ~ text  : ${""}
                ...
                c
                d
              - e
              + E
                f
                g
                ...
          ~ wide  : "${"w".repeat(200)}" => "${"W".repeat(200)}"
        }
`);
  });

  test("a program that makes its resources only once, as a module does, has them deleted by the next up; their outputs are what they were", async () => {
    const world = new LampWorld();
    let made: { serial: pulumi.Output<string> } | undefined;
    const stack = await makeStack("once", () => Promise.resolve((made ??= new Lamp("lamp", { world: world.file }))).then(({ serial }) => ({ serial })));
    expect((await stack.up()).summary.resourceChanges).toEqual({ create: 2 });
    const { summary, outputs } = await stack.up();
    expect(summary.resourceChanges).toEqual({ delete: 1, same: 1 });
    expect(outputs).toEqual({ serial: { value: "lamp#1", secret: false } });
    expect(world.lamps).toEqual([]);
  });

  test("a failed update says what failed, and how much of what went well", async () => {
    const world = new LampWorld();
    const stack = await makeStack("told", () => {
      void pulumi.log.warn("the bulbs are old");
      new Lamp("good", { world: world.file });
      new Lamp("bad", { world: world.file });
      return Promise.resolve({ nothing: undefined });
    });
    world.fault({ "create bad": "refuse" });
    const failure = await stack.up().catch((error: unknown) => String(error));
    expect(failure).toMatch(/ \+ {2}pulumi-nodejs:dynamic\/test:Lamp bad \*\*creating failed\*\* error: no electricity for bad\n/);
    expect(failure).toMatch(/pulumi:pulumi:Stack lamps-told \*\*creating failed.*\*\* 1 error; \d warnings/);
    expect(failure).toContain("Diagnostics:\n");
    expect(failure).toContain("  pulumi-nodejs:dynamic/test:Lamp (bad):\n    error: no electricity for bad\n\n");
    expect(failure).toContain("    warning: the bulbs are old\n");
    expect(failure).toContain("    error: update failed\n");
    expect(failure).toMatch(/Resources:\n {4}\+ 2 created\n {4}2 errored\n\nDuration: \d+s\n/);
    world.fault({});
    const { stdout } = await stack.preview();
    expect(stdout).toContain("    warning: Undefined value (nothing) will not show as a stack output.\n");
    expect((await stack.preview({ diff: true })).stderr).toContain("warning: the bulbs are old\n");
  });
}

/** As the CLI prints them, for a provider that says what changes and for one that does not. */
const nestedChanges = {
  lamp: `\
      ~ brightness: 0 => 1
        name      : "shaped"
      ~ shape     : {
          + come   : {
              + deep: [
              +     [0]: {
                      + x: 1.5
                    }
                ]
            }
          + empty  : "no more"
          - gone   : {
              - deep: [
              -     [0]: true
                ]
            }
          ~ list   : [
                [0]: 1
              ~ [1]: {
                        a: 1
                      + b: [
                      +     [0]: <null>
                        ]
                    }
              + [2]: {}
            ]
          + nothing: 1
            same   : 1
          ~ text   : ${""}
                one
              - two
              + 2
                three
        }
        socket    : "wall"
`,
  plain: `\
      ~ shape: {
          + come   : {
              + deep: [
              +     [0]: {
                      + x: 1.5
                    }
                ]
            }
          + empty  : "no more"
          - gone   : {
              - deep: [
              -     [0]: true
                ]
            }
          ~ list   : [
              ~ [1]: {
                      + b: [
                      +     [0]: <null>
                        ]
                    }
              + [2]: {}
            ]
          + nothing: 1
          ~ text   : ${""}
                one
              - two
              + 2
                three
        }
`,
};
