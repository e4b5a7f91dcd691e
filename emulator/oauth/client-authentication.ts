import { timingSafeEqual } from "node:crypto";
import type { Client, Tenant } from "../world/tenant";
import { type AssertionContext, checkClientAssertion } from "./client-assertion";
import { applicationNotFound, missingClientProof, missingParameter, wrongSecret } from "./entra-error";

/** The form of a token request, with what came in an `Authorization: Basic` header put into it. */
export type TokenForm = Readonly<Record<string, string | undefined>>;

/** Who asks for a token, and how that was shown. */
export interface Authenticated {
  client: Client;
  proof: "secret" | "assertion";
}

/**
 * Who asks for a token, proven by secret or by assertion.
 *
 * @throws EntraError
 */
export function authenticateClient(tenant: Tenant, form: TokenForm, context: Omit<AssertionContext, "client">): Authenticated {
  const clientId = form["client_id"];
  if (!clientId) throw missingParameter("client_id");
  const client = tenant.clients.get(clientId.toLowerCase());
  if (!client) throw applicationNotFound(clientId, tenant.id);

  const assertion = form["client_assertion"];
  if (assertion) {
    checkClientAssertion(assertion, form["client_assertion_type"], { ...context, client });
    return { client, proof: "assertion" };
  }
  const secret = form["client_secret"];
  if (!secret) throw missingClientProof();
  if (client.secret === undefined || !equal(secret, client.secret)) throw wrongSecret(client.clientId);
  return { client, proof: "secret" };
}

/** The two form fields that `Authorization: Basic` carries, each percent-encoded (RFC 6749, section 2.3.1). */
export function basicCredentials(header: string | undefined): TokenForm {
  const encoded = /^basic (.+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return {};
  const [, id = "", secret = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
  try {
    return { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) };
  } catch {
    // A stray % was not meant as an encoding: curl -u sends what it is given.
    return { client_id: id, client_secret: secret };
  }
}

function equal(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
