import { audienceOfResource, audienceOfScope, type Resources } from "./audience";
import type { TokenForm } from "./client-authentication";
import type { Issued } from "./token-issuer";

/** What the two versions of the token endpoint do differently. */
export interface EndpointVersion {
  /** Behind `/{tenant}/`. */
  path: "oauth2/token" | "oauth2/v2.0/token";
  /** @throws EntraError */
  audience: (form: TokenForm, resources: Resources) => string;
  /** The body of an answer. */
  body: (issued: Issued, audience: string) => object;
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
const second: EndpointVersion = {
  path: "oauth2/v2.0/token",
  audience: audienceOfScope,
  body: ({ token, lifetime }) => ({ token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token }),
};

/** https://learn.microsoft.com/previous-versions/azure/active-directory/azuread-dev/v1-oauth2-client-creds-grant-flow: its numbers are texts. */
const first: EndpointVersion = {
  path: "oauth2/token",
  audience: audienceOfResource,
  body: ({ token, lifetime, notBefore, expiresOn }, audience) => ({
    token_type: "Bearer",
    expires_in: String(lifetime),
    ext_expires_in: String(lifetime),
    expires_on: String(expiresOn),
    not_before: String(notBefore),
    resource: audience,
    access_token: token,
  }),
};

export const endpointVersions: readonly EndpointVersion[] = [second, first];
