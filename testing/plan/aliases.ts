import { makeUrn, parseUrn } from "../state/urn";
import { stackType } from "../state/resource-state";

/** A name a resource had before: a whole URN, or what was different about it. */
export type Alias =
  | { urn: string }
  | { name?: string; type?: string; stack?: string; project?: string; parent?: string; noParent?: boolean };

/** Who asks for its former URNs. */
export interface Named {
  stack: string;
  project: string;
  parent: string | undefined;
  type: string;
  name: string;
}

/**
 * The URNs that a resource may have in the state, besides its own: from its aliases, and from the
 * alias that its parent was found by (a child whose name starts with the parent's follows it).
 *
 * @param parentAlias - the URN by which the parent was found, where that was not its own
 */
export function formerUrns(resource: Named, aliases: readonly Alias[], parentAlias: (urn: string) => string | undefined): string[] {
  const own = aliases.map((alias) => collapse(resource, alias, parentAlias));
  const inherited: string[] = [];
  const former = resource.parent === undefined ? undefined : parentAlias(resource.parent);
  if (resource.parent !== undefined && former !== undefined) {
    const parentName = parseUrn(resource.parent).name;
    inherited.push(inherit(resource, resource.type, resource.name, parentName, former));
    for (const urn of own) {
      const { qualifiedType, name } = parseUrn(urn);
      inherited.push(inherit(resource, qualifiedType.split("$").at(-1) ?? "", name, parentName, former));
    }
  }
  return [...new Set([...own, ...inherited])];
}

function collapse(resource: Named, alias: Alias, parentAlias: (urn: string) => string | undefined): string {
  if ("urn" in alias) return alias.urn;
  let parent = alias.parent === undefined ? resource.parent : (parentAlias(alias.parent) ?? alias.parent);
  if (alias.noParent === true || (parent !== undefined && parseUrn(parent).qualifiedType === stackType)) parent = undefined;
  return makeUrn(
    alias.stack ?? resource.stack,
    alias.project ?? resource.project,
    parent,
    alias.type ?? resource.type,
    alias.name ?? resource.name,
  );
}

function inherit(resource: Named, type: string, name: string, parentName: string, former: string): string {
  const formerName = parseUrn(former).name;
  const follows = name.startsWith(parentName) ? formerName + name.slice(parentName.length) : name;
  return makeUrn(resource.stack, resource.project, former, type, follows);
}
