import { createHash, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** The key that signs every token of one emulator. */
export interface SigningKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As the key endpoint publishes it. */
  jwk: JsonWebKey & { use: "sig"; kid: string };
}

/** Makes a 2048-bit RSA key on the thread pool: it takes tens of milliseconds, in which the emulator goes on answering. */
export async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const id = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64url").slice(0, 27);
  return { id, privateKey, publicKey, jwk: { ...publicKey.export({ format: "jwk" }), use: "sig", kid: id } };
}
