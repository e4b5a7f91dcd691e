import { createPublicKey } from "node:crypto";
import type { ZodRawShape } from "zod";
import type { PublishedKey } from "../world/federated-credential";
import type { SeedClient, SeedTenant } from "./seed";

const USER_ASSIGNED = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;
const IDENTITY = "true, or a resource id /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…";

/** What a client of a seed may say about signing in without a secret of its own. */
export function workloadShapes(z: typeof import("zod").z, exactly: <S extends ZodRawShape>(shape: S) => ReturnType<typeof z.strictObject<S>>) {
  const text = z.string().min(1, "a text that is not empty");
  const key = z.looseObject({ kid: z.string().optional() }).refine(isPublicKey, "a public RSA key in the form of a JWK: kty, n and e");
  const credential = exactly({
    subject: text,
    audiences: z.array(text).min(1, "at least one audience").optional(),
    issuer: z.string().startsWith("https://", "a URL that begins with https://").optional(),
    jwks: exactly({ keys: z.array(key).min(1, "at least one key") }).optional(),
  })
    .refine(({ issuer, jwks }) => issuer === undefined || jwks !== undefined, { path: ["jwks"], message: "the JWKS of the issuer, which the emulator asks nobody for; or leave the issuer out: then it is the emulator's own" })
    .refine(({ issuer, jwks }) => issuer !== undefined || jwks === undefined, { path: ["issuer"], message: "the issuer that has these keys" });
  return {
    managedIdentity: z.custom<true | string>((value) => value === true || (typeof value === "string" && USER_ASSIGNED.test(value)), IDENTITY).optional(),
    federatedCredentials: z.array(credential).min(1, "at least one credential").optional(),
  };
}

/** Whether a client has any way to sign in. */
export const canSignIn = ({ secret, certificate, managedIdentity, federatedCredentials }: SeedClient): boolean =>
  [secret, certificate, managedIdentity, federatedCredentials].some((way) => way !== undefined);

/** Identities that a request could not tell apart. */
export function* identityTwins(tenants: Record<string, SeedTenant | null>): Generator<{ path: string[]; message: string; input: unknown }> {
  const seen = new Map<string, string>();
  for (const [tenantId, tenant] of Object.entries(tenants)) {
    for (const [clientId, { managedIdentity }] of Object.entries(tenant?.clients ?? {})) {
      if (managedIdentity === undefined) continue;
      const name = String(managedIdentity).toLowerCase();
      const twin = seen.get(name);
      const message = managedIdentity === true ? `nothing, or a resource id: ${twin} is system-assigned already` : `another resource id than that of ${twin}`;
      if (twin !== undefined) yield { path: [tenantId, "clients", clientId, "managedIdentity"], message, input: managedIdentity };
      seen.set(name, clientId);
    }
  }
}

function isPublicKey(key: PublishedKey): boolean {
  try {
    return createPublicKey({ key, format: "jwk" }).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}
