import { stackType } from "./resource-state";

/** The parts of `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
export interface UrnParts {
  stack: string;
  project: string;
  /** With the types of the parents before it, `$` between them. */
  qualifiedType: string;
  name: string;
}

export function parseUrn(urn: string): UrnParts {
  const [head = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return { stack: head.replace("urn:pulumi:", ""), project, qualifiedType, name: name.join("::") };
}

/** The stack's own type does not show up in the URNs of its children. */
export function makeUrn(stack: string, project: string, parent: string | undefined, type: string, name: string): string {
  const parentType = parent === undefined || parent === "" ? "" : parseUrn(parent).qualifiedType;
  const prefix = parentType === "" || parentType === stackType ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}
