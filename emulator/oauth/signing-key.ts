import { createHash, generateKeyPair, type JsonWebKey, type KeyObject, type KeyPairKeyObjectResult } from "node:crypto";
import { promisify } from "node:util";

/** A key that signs tokens. */
export interface SigningKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As the key endpoint publishes it. */
  jwk: JsonWebKey & { use: "sig"; kid: string };
}

/** Makes a 2048-bit RSA key on the thread pool: it takes tens of milliseconds, in which the emulator goes on answering. */
export const makeSigningKey = async (): Promise<SigningKey> => publish(await promisify(generateKeyPair)("rsa", { modulusLength: 2048 }));

/** Gives a pair of RSA keys the name under which it is published. */
export function publish({ privateKey, publicKey }: KeyPairKeyObjectResult): SigningKey {
  const id = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64url").slice(0, 27);
  return { id, privateKey, publicKey, jwk: { ...publicKey.export({ format: "jwk" }), use: "sig", kid: id } };
}
