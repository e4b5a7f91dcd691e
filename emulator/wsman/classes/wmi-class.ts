import type { BrokerUser } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";

type WmiType = "string" | "uint32" | "boolean";
export type WmiValue = string | number | boolean | null;

export interface WmiProperty<I = object> {
  readonly name: string;
  readonly type: WmiType;
  readonly key?: true;
  readonly value: (instance: I) => WmiValue;
}

/** What a method is called with. */
export interface Invocation {
  rds: RdsDeployment;
  /** Values of the instance's keys, by property name. */
  keys: Readonly<Record<string, Exclude<WmiValue, null>>>;
  /** Values of parameters, by their names as the class has them; absent: `""`. */
  parameters: Readonly<Record<string, string>>;
  user: BrokerUser;
}

export interface WmiMethod {
  readonly name: string;
  readonly parameters: readonly string[];
  /** @returns the method's ReturnValue */
  readonly invoke: (invocation: Invocation) => number;
}

/** A class of the namespace `root\cimv2\rdms`: what it is made of, out of the world. */
export interface WmiClass<I = object> {
  readonly name: string;
  /** In alphabetical order, in which they are written. */
  readonly properties: readonly WmiProperty<I>[];
  readonly instances: (rds: RdsDeployment) => Iterable<I>;
  /** What becomes of the world when a client has been shown an instance. Default: nothing. */
  readonly shown?: (rds: RdsDeployment, instance: I) => void;
  readonly methods: readonly WmiMethod[];
}

/** A class whose instances are `I`s; to those who only carry them around they are objects. */
export function wmiClass<I extends object>(definition: WmiClass<I>): WmiClass {
  return definition as unknown as WmiClass;
}

export const findProperty = ({ properties }: WmiClass, name: string): WmiProperty | undefined => properties.find((property) => property.name.toLowerCase() === name.toLowerCase());
