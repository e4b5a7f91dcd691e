/**
 * Of OpenID Connect: an application that asks for a token of its own gets nothing of what they are for, and is not refused, since
 * MSAL for Go sends them with every request
 * (https://github.com/AzureAD/microsoft-authentication-library-for-go: `AppendDefaultScopes` in internal/oauth/ops/accesstokens).
 */
const ofOpenId: readonly string[] = ["openid", "profile", "offline_access", "email"];

/** The scopes that name a resource. */
export const resourceScopes = (scope: string): string[] => scope.split(" ").filter((part) => part !== "" && !ofOpenId.includes(part));
