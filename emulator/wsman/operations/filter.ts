import { findClass } from "../classes/catalogue";
import { hasKeys, type Keys, typed } from "../classes/selectors";
import { parseResourceUri } from "../classes/resource-uri";
import { findProperty, type WmiClass, type WmiProperty } from "../classes/wmi-class";
import { faults } from "../soap/faults";
import { ENUMERATION, WSMAN } from "../soap/namespaces";
import { selectorsIn } from "../soap/request";
import { parseWql } from "../wql/parser";
import { type Predicate, predicateOf, propertyOf } from "../wql/predicate";
import { WqlRefused } from "../wql/wql-refused";
import { attributeOf, childOf, type Element } from "../xml/element";

/** What an Enumerate selects. */
export interface Selection {
  of: WmiClass;
  /** `undefined`: whole instances. */
  columns: readonly WmiProperty[] | undefined;
  accepts: Predicate;
}

const WQL = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
const SELECTOR_FILTER = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
/** What WMI calls it when there is no such namespace (WBEM_E_INVALID_NAMESPACE) or class (WBEM_E_INVALID_CLASS). */
const INVALID_NAMESPACE = "8004100E";
const INVALID_CLASS = "80041010";

/** @param enumerate the body's `wsen:Enumerate`. @throws WsmanFault */
export function selectionOf(resourceUri: string, enumerate: Element | undefined): Selection {
  const uri = parseResourceUri(resourceUri);
  if (!uri) throw faults.badResourceUri(resourceUri);
  if (!uri.known) throw faults.cannotProcessFilter(`Invalid namespace: there is only root/cimv2/rdms, not that of "${resourceUri}".`, INVALID_NAMESPACE);
  const filter = childOf(enumerate, WSMAN, "Filter") ?? childOf(enumerate, ENUMERATION, "Filter");
  if (!filter) return { of: classNamed(uri.className), columns: undefined, accepts: () => true };
  const dialect = attributeOf(filter, "", "Dialect") ?? "";
  if (dialect === WQL) return byQuery(filter.text, uri.className);
  if (dialect === SELECTOR_FILTER) return bySelectors(filter, classNamed(uri.className));
  throw faults.filterDialectUnavailable(dialect);
}

/** A query may be put to `*`, or to the class that it names. */
function byQuery(text: string, uriClass: string): Selection {
  try {
    const { className, columns, where } = parseWql(text);
    if (uriClass !== "*" && uriClass.toLowerCase() !== className.toLowerCase()) throw new WqlRefused(`The query is about ${className}, and the resource URI about ${uriClass}. Let the URI end in *.`);
    const of = classNamed(className);
    const named = columns && new Set(columns.map((name) => propertyOf(name, of)));
    return { of, columns: named && of.properties.filter((property) => named.has(property)), accepts: where ? predicateOf(where, of) : () => true };
  } catch (error) {
    if (error instanceof WqlRefused) throw faults.cannotProcessFilter(`Invalid query: ${error.message}`);
    throw error;
  }
}

/** Any property may be selected by, not keys alone. */
function bySelectors(filter: Element, of: WmiClass): Selection {
  const wanted: Keys = {};
  for (const { name, value } of selectorsIn(childOf(filter, WSMAN, "SelectorSet"))) {
    const property = findProperty(of, name);
    if (!property) throw faults.cannotProcessFilter(`${of.name} has no property ${name}.`);
    if (Object.hasOwn(wanted, property.name)) throw faults.duplicateSelector(property.name);
    wanted[property.name] = typed(property, value);
  }
  return { of, columns: undefined, accepts: (instance) => hasKeys(of, wanted, instance) };
}

function classNamed(name: string): WmiClass {
  const found = findClass(name);
  if (!found) throw faults.cannotProcessFilter(`Invalid class: there is no ${name} in root/cimv2/rdms.`, INVALID_CLASS);
  return found;
}
