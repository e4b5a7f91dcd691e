import { describe, expect, test } from "vitest";
import { renderDiagnosticCounts, renderDiagnostics } from "../../testing/render/diagnostics";
import { renderStackOutputs } from "../../testing/render/outputs";
import { renderDetails, renderDiagnosticRow, renderRow } from "../../testing/render/step";
import { renderSummary, renderTitle } from "../../testing/render/summary";
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
const state = { urn, type, custom: true, id: "id-a", inputs, outputs: inputs };

function step(op: Step["op"], news?: object): Step {
  const created = op === "create" ? {} : { old: state };
  const changed = { ...inputs, ...news };
  return { op, urn, type, ...created, ...(news && { new: { ...state, inputs: changed, outputs: changed } }), counts: true };
}

describe("a step in detail", () => {
  test("creates", () => {
    expect(renderDetails(step("create", { v: unknownValue }), 1, true)).toBe(`\
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
    expect(renderDetails(step("replace", { k: "y", obj: { z: 1, y: [1, 3] }, s: makeSecret("other") }), 1, true)).toBe(`\
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
    expect(renderDetails(drifted, 1, true)).toContain(`\
      ~ observed: {
          ~ sh-0: "bob on sh-0 is Active" => "settled"
        }
`);
  });

  test("leaves out what is unchanged, but for the stack", () => {
    expect(renderDetails(step("same", {}), 1, true)).toBe("");
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
    [{ ...step("create", {}), failure: "boom\nbang" }, false, " +  pulumi-nodejs:dynamic/test:Thing a **creating failed** error: boom\n"],
    [{ ...step("update", { v: 2 }), failure: "boom" }, false, " ~  pulumi-nodejs:dynamic/test:Thing a **updating failed** [diff: ~v]; error: boom\n"],
    [{ ...step("delete"), old: { ...state, retainOnDelete: true } }, false, " -  pulumi-nodejs:dynamic/test:Thing a deleted[retain]\n"],
  ])("%#", (given, planned, text) => {
    expect(renderRow(given, planned)).toBe(text);
  });
});

test("outputs have signs where there were others before, and what is empty is no news", () => {
  const stack = (outputs: object) => ({ ...state, outputs: { ...outputs } });
  const before = { aid: "id-a", empty: [], gone: [1, "two"], nothing: null, same: true };
  const after = { aid: "id-b", empty: [], same: true, secret: makeSecret(1) };
  expect(renderStackOutputs(undefined, stack(after), false)).toBe(`    aid   : "id-b"\n    same  : true\n    secret: [secret]\n`);
  expect(renderStackOutputs(stack(before), stack({ ...after, gone: before.gone }), true)).toBe(`  ~ aid   : "id-a" => "id-b"\n  + secret: [secret]\n`);
  expect(renderStackOutputs(stack(before), stack({ ...before, aid: unknownValue }), true)).toBe("");
  expect(renderStackOutputs(stack({ same: 1, gone: 2 }), undefined, false)).toBe("  - gone: 2\n  - same: 1\n");
});

test.each([
  [{ create: 3 }, true, "    + 3 to create\n"],
  [{ create: 3 }, false, "    + 3 created\n"],
  [{ same: 3 }, false, "    3 unchanged\n"],
  [{ same: 2, update: 1 }, false, "    ~ 1 updated\n    2 unchanged\n"],
  [{ replace: 1, same: 1, update: 1 }, true, "    ~ 1 to update\n    +-1 to replace\n    2 changes. 1 unchanged\n"],
])("a summary counts: %#", (changes, planned, text) => {
  const duration = planned ? "" : "\nDuration: 3s\n";
  expect(renderSummary({ changes, errored: 0, planned, duration: 2001 })).toBe(`Resources:\n${text}${duration}`);
});

test("a summary counts what went wrong, and tells how long it took", () => {
  const took = (duration: number) => renderSummary({ changes: {}, errored: 2, planned: false, duration }).replace("Resources:\n    2 errored\n\nDuration: ", "");
  expect([took(1), took(59_001), took(61_000), took(3_600_000)]).toEqual(["1s\n", "1m0s\n", "1m1s\n", "1h0m0s\n"]);
});

test("diagnostics stand under the resource they are about", () => {
  const stackUrn = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";
  const about = (message: string, more?: object) => ({ severity: "error" as const, message, ...more });
  const all = [about("boom\nbang", { urn }), { severity: "info" as const, message: "by the way" }, about("late"), about("again", { urn })];
  expect(renderDiagnostics(all, stackUrn)).toBe(`\
Diagnostics:
  pulumi-nodejs:dynamic/test:Thing (a):
    error: boom
    bang
    error: again

  pulumi:pulumi:Stack (proj-dev):
    by the way
    error: late

`);
  expect(renderDiagnosticCounts([...all, { severity: "warning", message: "hm" }])).toBe("3 errors; 1 warning; 1 message");
  expect(renderDiagnosticRow(urn, undefined, [about("boom")], false)).toBe("    pulumi-nodejs:dynamic/test:Thing a **failed** 1 error\n");
  expect(renderDiagnosticRow(urn, step("update", { v: 2 }), all, true)).toBe(" ~  pulumi-nodejs:dynamic/test:Thing a update [diff: ~v]; 3 errors; 1 message\n");
  expect(renderTitle("refresh", "dev", true, false)).toBe("Previewing refresh (dev):\n\n");
  expect(renderTitle("refresh", "dev", true, true)).toBe("Previewing refresh (dev):\n");
});
