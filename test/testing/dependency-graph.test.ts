import { describe, expect, test } from "vitest";
import { DependencyGraph } from "../../testing/state/dependency-graph";
import { refreshedBase } from "../../testing/state/refreshed-base";
import type { ResourceState } from "../../testing/state/resource-state";

function state(urn: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn, type: "t", custom: true, inputs: {}, outputs: {}, ...more };
}

describe("a graph of resources", () => {
  const provider = state("provider");
  const component = state("component", { custom: false });
  const inside = state("inside", { parent: "component", provider: "provider::id" });
  const a = state("a", { dependencies: ["component"] });
  const oldB = state("b", { propertyDependencies: { x: ["a"] }, delete: true });
  const b = state("b", { deletedWith: "a" });
  const graph = new DependencyGraph([provider, component, inside, a, oldB, b]);

  test("knows what a resource needs: what it depends on, what lies inside of that, its provider and its parent", () => {
    expect([...graph.dependenciesOf(a)]).toEqual([component, inside]);
    expect([...graph.dependenciesOf(inside)]).toEqual([provider, component]);
    expect(graph.allDependenciesOf(b)).toEqual(new Set([a, component, inside, provider]));
  });

  test("knows what depends on a resource", () => {
    expect(graph.dependentsOf(a)).toEqual([oldB, b]);
    // A child is not replaced for its parent's sake.
    expect(graph.dependentsOf(component)).toEqual([a, oldB, b]);
  });

  test("deletes in rounds, what needs others first", () => {
    expect(graph.deletionRounds([provider, component, inside, a, oldB, b])).toEqual([[oldB, b], [a], [inside], [provider, component]]);
  });
});

test("what a refresh finds no more takes with it what refers to it, and its children move up", () => {
  const root = state("root", { custom: false });
  const gone = state("gone", { parent: "root" });
  const child = state("child", { parent: "gone", dependencies: ["gone", "root"], propertyDependencies: { x: ["gone"], y: ["root"], z: [] }, deletedWith: "gone" });
  expect(refreshedBase([root, gone, child], new Map([[gone, undefined]]))).toEqual([
    root,
    state("child", { parent: "root", dependencies: ["root"], propertyDependencies: { y: ["root"] } }),
  ]);
});
