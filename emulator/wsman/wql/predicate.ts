import { fold } from "../classes/fold";
import { findProperty, type WmiClass, type WmiProperty } from "../classes/wmi-class";
import { likeMatcher } from "./like";
import type { Comparison, Condition, Literal } from "./query";
import { WqlRefused } from "./wql-refused";

export type Predicate = (instance: object) => boolean;

/**
 * A condition as a test of instances. A property that is null satisfies no comparison but IS NULL: a choice.
 *
 * @throws WqlRefused where the condition does not fit the class
 */
export function predicateOf(condition: Condition, of: WmiClass): Predicate {
  switch (condition.kind) {
    case "and": {
      const all = condition.of.map((each) => predicateOf(each, of));
      return (instance) => all.every((each) => each(instance));
    }
    case "or": {
      const any = condition.of.map((each) => predicateOf(each, of));
      return (instance) => any.some((each) => each(instance));
    }
    case "not": {
      const inner = predicateOf(condition.of, of);
      return (instance) => !inner(instance);
    }
    case "like": {
      const property = propertyOf(condition.property, of);
      if (property.type !== "string") throw new WqlRefused(`${property.name} is a ${property.type}, and LIKE compares texts.`);
      const matches = likeMatcher(condition.pattern);
      return (instance) => {
        const value = property.value(instance);
        return typeof value === "string" && matches(value);
      };
    }
    case "compare":
      return comparison(propertyOf(condition.property, of), condition.operator, condition.value);
  }
}

/** @throws WqlRefused */
export function propertyOf(name: string, of: WmiClass): WmiProperty {
  const property = findProperty(of, name);
  if (!property) throw new WqlRefused(`${of.name} has no property ${name}.`);
  return property;
}

const orders: Readonly<Record<Comparison, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
};

function comparison(property: WmiProperty, operator: Comparison, literal: Literal): Predicate {
  if (literal === null) {
    if (operator !== "=" && operator !== "<>") throw new WqlRefused(`NULL is neither more nor less than ${property.name}.`);
    return (instance) => (property.value(instance) === null) === (operator === "=");
  }
  const wanted = fold(fit(property, literal));
  const holds = orders[operator];
  return (instance) => {
    const value = property.value(instance);
    if (value === null) return false;
    const folded = fold(value);
    return holds(folded < wanted ? -1 : folded > wanted ? 1 : 0);
  };
}

/** A number or a truth value may be written in quotes; a text must be. @throws WqlRefused */
function fit({ name, type }: WmiProperty, literal: Exclude<Literal, null>): Exclude<Literal, null> {
  const text = String(literal).toLowerCase();
  if (type === "string" && typeof literal === "string") return literal;
  if (type === "uint32" && typeof literal !== "boolean" && /^[+-]?\d+$/.test(text)) return Number(text);
  if (type === "boolean" && typeof literal !== "number" && (text === "true" || text === "false")) return text === "true";
  throw new WqlRefused(`${name} is a ${type}, and can't be compared with ${JSON.stringify(literal)}.`);
}
