import type { Access } from "./access";
import { findBuiltInRole } from "./built-in-roles";
import { matcherOf, type Role } from "./role";

/** A role that a principal has at a scope, and at everything below it. */
export interface RoleAssignment {
  /** The name or the id of one of Azure's own roles (`Desktop Virtualization User Session Operator`), or a role of one's own. */
  readonly role: string | Role;
  /** `/`, or an ARM id: `/subscriptions/…`, `/subscriptions/…/resourceGroups/…`, or that of a resource in it. */
  readonly scope: string;
}

/** What a principal may do by the roles that it has. */
export class RoleAssignments implements Access {
  /** As they were said: for a seed of the world as it is. */
  readonly stated: readonly RoleAssignment[];
  readonly #compiled: readonly { scope: string; allows: (action: string) => boolean }[];

  /** @throws RangeError for a role that is not known */
  constructor(stated: readonly RoleAssignment[]) {
    this.stated = stated;
    this.#compiled = stated.map(({ role, scope }) => ({ scope: normalized(scope), allows: matcherOf(definitionOf(role)) }));
  }

  permits(action: string, scope: string): boolean {
    const wanted = normalized(scope);
    return this.#compiled.some((each) => covers(each.scope, wanted) && each.allows(action));
  }

  permitsWithin(action: string, scope: string): boolean {
    const wanted = normalized(scope);
    return this.#compiled.some((each) => (covers(each.scope, wanted) || covers(wanted, each.scope)) && each.allows(action));
  }

  reaches(scope: string): boolean {
    const wanted = normalized(scope);
    return this.#compiled.some((each) => covers(each.scope, wanted) || covers(wanted, each.scope));
  }
}

function definitionOf(role: string | Role): Role {
  if (typeof role !== "string") return role;
  const found = findBuiltInRole(role);
  if (!found) throw new RangeError(`There is no role "${role}".`);
  return found;
}

/** ARM compares ids without case. The root is the empty text, so that every other scope starts with it and a slash. */
const normalized = (scope: string): string => scope.toLowerCase().replace(/\/+$/, "");

const covers = (above: string, scope: string): boolean => scope === above || scope.startsWith(`${above}/`);
