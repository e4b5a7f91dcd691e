import { describe, expect, test } from "vitest";
import { renderDetails, renderRow } from "../../testing/render/step";
import { renderDiagnostics, renderOutputs, renderSummary, renderTitle } from "../../testing/render/summary";
import type { Step } from "../../testing/run/step";
import { makeSecret } from "../../testing/wire/secret";
import { unknownValue } from "../../testing/wire/properties";

/*
 * The expected texts were printed by the real CLI 3.259.0 for the same resources, except where a
 * comment says what is simpler here.
 */

const urn = "urn:pulumi:dev::proj::pulumi-nodejs:dynamic/test:Thing::a";
const type = "pulumi-nodejs:dynamic/test:Thing";
const inputs = { __provider: "P", k: "x", name: "a", obj: { z: 1, y: [1, 2] }, s: makeSecret("hush"), v: 1 };
const state = { urn, type, custom: true, id: "id-a", inputs, outputs: {} };

function step(op: Step["op"], news?: object): Step {
  const created = op === "create" ? {} : { old: state };
  return { op, urn, type, ...created, ...(news && { new: { ...state, inputs: { ...inputs, ...news } } }), counts: true };
}

describe("a step in detail", () => {
  test("creates", () => {
    expect(renderDetails(step("create", { v: unknownValue }), 1)).toBe(`\
    + pulumi-nodejs:dynamic/test:Thing: (create)
        [urn=urn:pulumi:dev::proj::pulumi-nodejs:dynamic/test:Thing::a]
        k         : "x"
        name      : "a"
        obj       : {
            y: [
                [0]: 1
                [1]: 2
            ]
            z: 1
        }
        s         : [secret]
        v         : [unknown]
`);
  });

  test("replaces, and shows inside of values what differs", () => {
    expect(renderDetails(step("replace", { k: "y", obj: { z: 1, y: [1, 3] }, s: makeSecret("other") }), 1)).toBe(`\
    +-pulumi-nodejs:dynamic/test:Thing: (replace)
        [id=id-a]
        [urn=urn:pulumi:dev::proj::pulumi-nodejs:dynamic/test:Thing::a]
      ~ k   : "x" => "y"
        name: "a"
      ~ obj : {
          ~ y: [
                [0]: 1
              ~ [1]: 2 => 3
            ]
            z: 1
        }
        s   : [secret]
        v   : 1
`);
  });

  test("updates what a refresh found to be different", () => {
    const observed = (what: string) => ({ observed: { "sh-0": what } });
    const drifted: Step = {
      ...step("update"),
      old: { ...state, inputs: observed("bob on sh-0 is Active") },
      new: { ...state, inputs: observed("settled") },
    };
    expect(renderDetails(drifted, 1)).toContain(`\
      ~ observed: {
          ~ sh-0: "bob on sh-0 is Active" => "settled"
        }
`);
  });

  test("leaves out what is unchanged, but for the stack", () => {
    expect(renderDetails(step("same", {}), 1)).toBe("");
    expect(renderRow(step("same", {}), false)).toBe("");
    expect(renderRow({ ...step("same", {}), type: "pulumi:pulumi:Stack" }, false)).toBe("    pulumi:pulumi:Stack a\n");
  });
});

describe("a step in a row", () => {
  test.each<[Step, boolean, string]>([
    [step("create", {}), true, " +  pulumi-nodejs:dynamic/test:Thing a create\n"],
    [step("create", {}), false, " +  pulumi-nodejs:dynamic/test:Thing a created\n"],
    [step("update", { v: 2 }), true, " ~  pulumi-nodejs:dynamic/test:Thing a update [diff: ~v]\n"],
    [step("replace", { k: "y", obj: {} }), false, " +- pulumi-nodejs:dynamic/test:Thing a replaced [diff: ~k,obj]\n"],
    [step("update", { more: 1, v: undefined, k: undefined, name: "b" }), false, " ~  pulumi-nodejs:dynamic/test:Thing a updated [diff: +more-k,v~name]\n"],
    [step("delete"), false, " -  pulumi-nodejs:dynamic/test:Thing a deleted\n"],
    // The CLI puts the message at the end of the row; here it stands under Diagnostics only.
    [{ ...step("create", {}), failed: true }, false, " +  pulumi-nodejs:dynamic/test:Thing a **creating failed**\n"],
  ])("%#", (given, planned, text) => {
    expect(renderRow(given, planned)).toBe(text);
  });
});

test("outputs have signs where there were others before", () => {
  const before = { aid: "id-a", gone: [1, "two"], same: true };
  const after = { aid: "id-b", same: true, secret: makeSecret(1) };
  expect(renderOutputs(undefined, after, false)).toBe(`\nOutputs:\n    aid   : "id-b"\n    same  : true\n    secret: [secret]\n`);
  expect(renderOutputs(before, { ...after, gone: before.gone }, true)).toBe(`\nOutputs:\n  ~ aid   : "id-a" => "id-b"\n  + secret: [secret]\n`);
  expect(renderOutputs(before, { aid: unknownValue, gone: before.gone, same: true }, true)).toBe("");
});

test.each([
  [{ create: 3 }, true, "    + 3 to create\n"],
  [{ create: 3 }, false, "    + 3 created\n"],
  [{ same: 3 }, false, "    3 unchanged\n"],
  [{ same: 2, update: 1 }, false, "    ~ 1 updated\n    2 unchanged\n"],
  [{ replace: 1, same: 1, update: 1 }, true, "    ~ 1 to update\n    +-1 to replace\n    2 changes. 1 unchanged\n"],
])("a summary counts: %#", (changes, planned, text) => {
  expect(renderSummary(changes, planned)).toBe(`\nResources:\n${text}`);
});

test("diagnostics stand under the resource they are about", () => {
  const stack = { project: "proj", stack: "dev" };
  const about = (message: string, more?: object) => ({ severity: "error" as const, message, ...more });
  expect(renderDiagnostics([about("boom\nbang", { urn }), about("late"), about("again", { urn })], stack)).toBe(`
Diagnostics:
  pulumi-nodejs:dynamic/test:Thing (a):
    error: boom
    bang
    error: again

  pulumi:pulumi:Stack (proj-dev):
    error: late
`);
  expect(renderTitle("refresh", "dev", true)).toBe("Previewing refresh (dev):\n\n");
});
