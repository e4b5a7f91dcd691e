import { isObject, mapProperties, mapValue, signatureKey, signatureOf, someValue, type Properties } from "./properties";

/** The signature of a secret: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts (specialSecretSig). */
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isSecret(value: unknown): value is { value: unknown } {
  return signatureOf(value) === secretSignature;
}

export function containsSecret(value: unknown): boolean {
  return someValue(value, isSecret);
}

export function makeSecret(value: unknown): unknown {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value: revealed(value) };
}

/** The value with every secret in it laid open. */
export function revealed(value: unknown): unknown {
  return mapValue(value, (leaf) => (isSecret(leaf) ? revealed(leaf.value) : leaf));
}

/** {@link revealed} for a whole property map. */
export function revealedProperties(properties: Properties): Properties {
  return mapProperties(properties, revealed);
}

/**
 * Marks what came back from a provider as secret wherever what went in under the same name was:
 * dynamic providers see plain values, so the engine has to remember (`annotateSecrets` there).
 */
export function keepSecrets(came: Properties, went: Properties): Properties {
  return Object.fromEntries(
    Object.entries(came).map(([key, value]) => {
      const before = went[key];
      if (isPlainObject(value) && isPlainObject(before)) return [key, keepSecrets(value, before)];
      return [key, containsSecret(before) ? makeSecret(value) : value];
    }),
  );
}

function isPlainObject(value: unknown): value is Properties {
  return isObject(value) && signatureOf(value) === undefined;
}
