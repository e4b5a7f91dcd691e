import type { Authentication } from "./authentication";

/** RFC 7617, in UTF-8. */
export function basic(username: string, password: string): Authentication {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return { next: async () => ({ authorization, more: false }) };
}
