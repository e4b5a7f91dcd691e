import { describe, expect, test } from "vitest";
import { formerUrns } from "../../testing/plan/aliases";
import { decide } from "../../testing/plan/decision";
import { containsPath, parsePath } from "../../testing/plan/property-path";
import { ignoringChanges, resourceDiff } from "../../testing/plan/provider-diff";
import { makeUrn } from "../../testing/state/urn";

describe("paths into properties", () => {
  test.each([
    ["a", ["a"]],
    ["a.b[0].c", ["a", "b", 0, "c"]],
    ['root["key with \\"quotes\\" and ."].x', ["root", 'key with "quotes" and .', "x"]],
    ['["first"].second', ["first", "second"]],
    ["list[*].name", ["list", "*", "name"]],
    ["*", ["*"]],
    ["a[", undefined],
  ])("%s", (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  test("one contains another when it leads there", () => {
    expect(containsPath(["a", "*"], ["a", 3, "b"])).toBe(true);
    expect(containsPath(["a", 3], ["a"])).toBe(false);
    expect(containsPath(["*"], ["#initerror"])).toBe(true);
  });
});

describe("changes that are ignored", () => {
  test.each<[string, object, object, object]>([
    ["a", { a: 1, b: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }],
    ["a", { b: 1 }, { a: 2, b: 2 }, { b: 2 }],
    ["a", { a: 1 }, {}, { a: 1 }],
    ["o.x", { o: { x: 1, y: 1 } }, { o: { x: 2, y: 2 } }, { o: { x: 1, y: 2 } }],
    ["o.x", { o: { x: 1 } }, {}, {}],
    ["l[1]", { l: [1, 2, 3] }, { l: [7, 8, 9] }, { l: [7, 2, 9] }],
    ["l[*].n", { l: [{ n: 1 }] }, { l: [{ n: 2 }, { n: 3 }] }, { l: [{ n: 1 }, { n: 3 }] }],
    ["*", { a: 1 }, { a: 2, b: 2 }, { a: 1 }],
  ])("at %s: %#", (path, olds, news, result) => {
    expect(ignoringChanges(news as never, olds as never, [path])).toEqual(result);
  });
});

describe("what the engine makes of a provider's answer", () => {
  const silent = { changes: undefined, replaces: [], deleteBeforeReplace: false };

  test("a provider that does not say leaves it to the inputs, with replaceOnChanges", () => {
    expect(resourceDiff(silent, { a: 1 }, { a: 1 })).toMatchObject({ changes: false });
    expect(resourceDiff(silent, { a: 1 }, { a: 2 })).toMatchObject({ changes: true, replace: false });
    expect(resourceDiff(silent, { a: { b: 1 } }, { a: { b: 2 } }, { replaceOnChanges: ["a.b"] })).toMatchObject({ replace: true });
    expect(resourceDiff(silent, { a: 1 }, { a: 2 }, { ignoreChanges: ["a"] })).toMatchObject({ changes: false });
  });

  test("what a provider says holds, and replaceOnChanges knows no keys to look at", () => {
    const said = { ...silent, changes: true };
    expect(resourceDiff(said, { a: 1 }, { a: 2 }, { replaceOnChanges: ["a"] })).toMatchObject({ changes: true, replace: false });
    expect(resourceDiff({ ...said, replaces: ["a"] }, {}, {})).toMatchObject({ changes: true, replace: true });
  });

  test("an initialization that failed can be made a reason to replace", () => {
    const options = { hasInitErrors: true, replaceOnChanges: ["*"] };
    expect(resourceDiff({ ...silent, changes: false }, {}, {}, options)).toMatchObject({ changes: true, replace: true });
  });
});

describe("what becomes of a resource", () => {
  const nothing = { changes: false, replace: false, deleteBeforeReplace: false };
  const replacement = { changes: true, replace: true, deleteBeforeReplace: true };

  test.each([
    ["create", undefined, nothing, undefined],
    ["same", {}, nothing, undefined],
    ["update", {}, { ...nothing, changes: true }, undefined],
    ["update", { initErrors: ["flickers"] }, nothing, undefined],
    ["delete-then-create", {}, replacement, undefined],
    ["create-then-delete", {}, replacement, false],
    ["create-then-delete", {}, { ...replacement, deleteBeforeReplace: false }, undefined],
    ["delete-then-create", {}, { ...replacement, deleteBeforeReplace: false }, true],
    ["create-then-delete", { pendingReplacement: true }, nothing, undefined],
    ["create-then-delete", { external: true }, nothing, undefined],
    ["same", {}, { ...nothing, replace: true }, undefined],
  ] as const)("%s: %#", (decision, old, diff, option) => {
    expect(decide(old as never, diff, option)).toBe(decision);
  });
});

test("aliases name what a resource was, and follow its parent's", () => {
  const [stack, project, type, name] = ["dev", "proj", "t:Child", "room-lamp"];
  const room = makeUrn(stack, project, makeUrn(stack, project, undefined, "pulumi:pulumi:Stack", "proj-dev"), "t:Room", "room");
  const hall = "urn:pulumi:dev::proj::t:Hall::hall";
  const child = { stack, project, parent: room, type, name };
  expect(makeUrn(stack, project, room, type, name)).toBe("urn:pulumi:dev::proj::t:Room$t:Child::room-lamp");
  expect(formerUrns(child, [{ name: "old" }, { type: "t:Old" }, { noParent: true }, { urn: "urn:x" }], () => undefined)).toEqual([
    "urn:pulumi:dev::proj::t:Room$t:Child::old",
    "urn:pulumi:dev::proj::t:Room$t:Old::room-lamp",
    "urn:pulumi:dev::proj::t:Child::room-lamp",
    "urn:x",
  ]);
  // The parent was the hall before, and the name of the child begins with the parent's.
  expect(formerUrns(child, [], () => hall)).toEqual(["urn:pulumi:dev::proj::t:Hall$t:Child::hall-lamp"]);
});
