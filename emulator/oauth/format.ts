import { randomUUID } from "node:crypto";
import type { EntraError } from "./entra-error";

/** The body of an error, as the token endpoint writes it. */
export function entraError(error: EntraError, now: number) {
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const trace = randomUUID();
  const correlation = randomUUID();
  return {
    error: error.error,
    error_description: `AADSTS${error.code}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  };
}

/** The OpenID configuration of a tenant. MSAL wants the issuer on the authority's own host. */
export function openidConfiguration(origin: string, tenant: string) {
  const base = `${origin}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${base}/v2.0`,
    request_uri_parameter_supported: false,
    // Part of the format; this emulator has no user to authorize, so nothing answers there.
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    claims_supported: ["sub", "iss", "aud", "exp", "iat", "tid", "ver"],
  };
}
