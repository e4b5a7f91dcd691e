import { sign } from "node:crypto";
import type { SigningKey } from "./signing-key";

/** A JSON Web Token, signed on the thread pool: several are signed at once, and meanwhile the emulator goes on answering. */
export function signJwt(claims: object, key: SigningKey): Promise<string> {
  const content = unsigned(claims, key);
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(content), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${content}.${signature.toString("base64url")}`);
    });
  });
}

/** The same, at once. */
export function signJwtSync(claims: object, key: SigningKey): string {
  const content = unsigned(claims, key);
  return `${content}.${sign("sha256", Buffer.from(content), key.privateKey).toString("base64url")}`;
}

const unsigned = (claims: object, { id }: SigningKey): string => `${encoded({ alg: "RS256", typ: "JWT", kid: id })}.${encoded(claims)}`;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
