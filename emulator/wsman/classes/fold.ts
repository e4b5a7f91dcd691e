import type { WmiValue } from "./wmi-class";

/** WMI compares texts without case. */
export const fold = <V extends WmiValue | undefined>(value: V): V | string => (typeof value === "string" ? value.toLowerCase() : value);
