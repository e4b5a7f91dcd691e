/**
 * The key by which the engine marks values that are not plain: secrets, encrypted or in clear, and some that no intent
 * takes.
 *
 * Source: `SigKey` in pulumi/pulumi's sdk/go/common/resource/sig.
 */
const signatureKey = "4dabf18193072939515e22adb298388d";

/** Whether there is something in a value of the state that does not lie there in clear, or should not. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, signatureKey) || Object.values(value).some(holdsSecret);
}
