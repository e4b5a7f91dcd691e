import { randomUUID } from "node:crypto";
import type { EntraError } from "./entra-error";

/** The body of an error, as the token endpoint writes it. */
export function entraError(error: EntraError, now: number) {
  const timestamp = timestampOf(now);
  const trace = randomUUID();
  const correlation = randomUUID();
  return {
    error: error.error,
    error_description: description(error, trace, correlation, timestamp),
    error_codes: [error.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  };
}

/** The same in one text, as other endpoints hand it on. */
export const entraDescription = (error: EntraError, now: number): string => description(error, randomUUID(), randomUUID(), timestampOf(now));

const description = ({ code, message }: EntraError, trace: string, correlation: string, timestamp: string): string =>
  `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;

const timestampOf = (now: number): string => `${new Date(now).toISOString().slice(0, 19).replace("T", " ")}Z`;

/** What tells the OpenID configuration of one version of the endpoints from the other's. */
interface Endpoints {
  /** Of the tenant: `https://127.0.0.1:8443/<tenant>`. */
  base: string;
  issuer: string;
  /** Behind `oauth2/` and `discovery/`. */
  version: "" | "v2.0/";
}

/** The OpenID configuration of a tenant. Of v2.0, MSAL wants the issuer on the authority's own host. */
export function openidConfiguration({ base, issuer, version }: Endpoints) {
  return {
    token_endpoint: `${base}/oauth2/${version}token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${base}/discovery/${version}keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer,
    request_uri_parameter_supported: false,
    // Part of the format; this emulator has no user to authorize, so nothing answers there.
    authorization_endpoint: `${base}/oauth2/${version}authorize`,
    claims_supported: ["sub", "iss", "aud", "exp", "iat", "tid", "ver"],
  };
}

/** Instance discovery's answer on an authority that is good: here, the emulator's own and nobody else's. */
export function instanceDiscovery(host: string, tenant: string, version: "" | "v2.0/") {
  return {
    tenant_discovery_endpoint: `https://${host}/${tenant}/${version}.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
