import { isObject, unknownValue } from "../wire/properties";
import { isSecret } from "../wire/secret";

/**
 * A property value as the engine's messages have it: Go's `%v` of its `PropertyValue`. A secret is there
 * in clear, so it is here: whoever tests what a message gives away has to see it.
 *
 * See `String` in https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/resource/properties.go
 */
export function engineValue(value: unknown): string {
  return value === unknownValue ? "output<string>{}" : `{${inner(value)}}`;
}

function inner(value: unknown): string {
  if (value === undefined || value === null) return "<nil>";
  if (isSecret(value)) return `&{${engineValue(value.value)}}`;
  if (Array.isArray(value)) return `[${value.map(engineValue).join(" ")}]`;
  if (isObject(value)) {
    const entries = Object.keys(value).sort().map((key) => `${key}:${engineValue(value[key])}`);
    return `map[${entries.join(" ")}]`;
  }
  if (typeof value === "string") return value;
  return typeof value === "number" ? goNumber(value) : JSON.stringify(value);
}

/** Go writes a number with an exponent, of two digits at least, below 1e-4 and from 1e6 on. */
export function goNumber(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(value);
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}
