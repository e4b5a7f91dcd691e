import { createRequire } from "node:module";
import { mapProperties, mapValue, signatureOf, type Properties } from "./properties";
import { revealed } from "./secret";
import { UnsupportedByTestStack } from "../errors/unsupported-by-test-stack";

interface StructModule {
  Struct: { fromJavaScript(value: object): { toJavaScript(): Properties } };
}

// The engine and a provider exchange protobuf Structs. Pulumi's own copy of the library decides what
// survives: a Date becomes {}, `undefined` is refused with "Unexpected struct type.".
const pulumiRequire = createRequire(require.resolve("@pulumi/pulumi"));
const { Struct } = pulumiRequire("google-protobuf/google/protobuf/struct_pb.js") as StructModule;

/** `properties` as a message of the wire carries them. */
export function structOf(properties: Properties): { toJavaScript(): Properties } {
  return Struct.fromJavaScript(properties);
}

/** What is left of `properties` on the other side of the wire. */
export function acrossTheWire(properties: Properties): Properties {
  return structOf(properties).toJavaScript();
}

// What marks these values on the wire: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/**
 * The properties as a dynamic provider sees them: secrets laid open and a reference to a resource
 * turned into its id (or URN), because it declares that it accepts neither.
 */
export function toProvider(properties: Properties): Properties {
  return acrossTheWire(mapProperties(properties, (leaf) => mapValue(revealed(leaf), withoutReference)));
}

function withoutReference(leaf: unknown): unknown {
  const signature = signatureOf(leaf);
  if (signature === undefined) return leaf;
  const reference = leaf as { id?: string; urn: string };
  if (signature === resourceSignature) return reference.id ?? reference.urn;
  const what = signature === outputSignature ? "an output value" : "an asset or archive";
  throw new UnsupportedByTestStack(`${what} as an input`, "it has no form for it");
}
