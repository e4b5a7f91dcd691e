import type { Input } from "@pulumi/pulumi";

/** Arguments of a resource: each value, at any depth, may be an output of another resource. */
export type DeepInputs<T> = { [Key in keyof T]: DeepInput<T[Key]> };

export type DeepInput<T> = Input<
  T extends readonly (infer Item)[] ? readonly DeepInput<Item>[] : T extends object ? DeepInputs<T> : T
>;
