/**
 * An answer of Microsoft Entra ID's token endpoint that is not a token. Codes, `error` values and texts are those of the
 * real one (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
export class EntraError extends Error {
  override readonly name = "EntraError";
  /** The number behind `AADSTS`. */
  readonly code: number;
  /** OAuth's own word for it: `invalid_client`, … */
  readonly error: string;
  readonly status: number;

  constructor(code: number, error: string, message: string, status = error === "invalid_client" ? 401 : 400) {
    super(message);
    this.code = code;
    this.error = error;
    this.status = status;
  }
}

/** Where the endpoint sends somebody whose assertion it did not take. */
export const ASSERTION_HELP = "Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .";

export const missingParameter = (name: string): EntraError =>
  new EntraError(900144, "invalid_request", `The request body must contain the following parameter: '${name}'.`);

/** Of a body that is no form, too long, or in an encoding that can't be read. Number and beginning are Entra's; that it says them of this is a choice. */
export const unreadableRequest = (reason: string, status: number): EntraError =>
  new EntraError(90023, "invalid_request", `The authentication service request isn't valid: ${reason}.`, status);

export const tenantNotFound = (tenant: string, error = "invalid_request"): EntraError =>
  new EntraError(
    90002,
    error,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );

export const applicationNotFound = (clientId: string, tenant: string): EntraError =>
  new EntraError(
    700016,
    "unauthorized_client",
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );

export const missingClientProof = (): EntraError =>
  new EntraError(7000218, "invalid_client", "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

export const wrongSecret = (clientId: string): EntraError =>
  new EntraError(
    7000215,
    "invalid_client",
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );

export const unsupportedGrant = (grant: string): EntraError => new EntraError(70003, "unsupported_grant_type", `The app requested an unsupported grant type '${grant}'.`);

export const invalidScope = (scope: string): EntraError =>
  new EntraError(
    1002012,
    "invalid_scope",
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );

export const resourceNotFound = (resource: string, tenant: string): EntraError =>
  new EntraError(
    500011,
    "invalid_resource",
    `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  );

/** The v1.0 endpoint's way to ask, at the v2.0 endpoint: https://github.com/MicrosoftDocs/azure-docs/issues/33853. */
export const resourceUnsupported = (): EntraError => new EntraError(901002, "invalid_request", "The 'resource' request parameter is not supported.");

export const unknownInstance = (): EntraError => new EntraError(50049, "invalid_instance", "Unknown or invalid instance.");
