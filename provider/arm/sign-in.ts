import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/identity";
import type { PipelinePolicy, PipelineResponse } from "@azure/core-rest-pipeline";
import type { Account } from "../errors/sessions-error";
import { SignInFailed } from "../errors/sign-in-failed";
import type { AzureSettings } from "../settings/azure-settings";
import { credentialFor } from "./credential";
import { AnswerOverdue } from "./patience";

type Failure = Pick<Account, "why" | "remedy">;

const checkSettings =
  "Check tenant, client and secret or certificate, wherever they are set: the configuration of desktop-sessions, then AZURE_*, then ARM_*.";
const checkNetwork =
  "Check the network and its proxy from here, the certificates that Node trusts (NODE_EXTRA_CA_CERTS), and that the cloud is the right one.";

/**
 * Gives tokens, and says why there is none. MSAL hides what the authority answered, or that it could not be reached at
 * all, behind words like `endpoints_resolution_error`; here the request itself is asked.
 *
 * @param patience after so many milliseconds a request to the authority is given up.
 */
export class SignIn implements TokenCredential {
  /** How the last request to the authority ended, where it did not end well. */
  #failure: Failure | undefined;
  readonly #credential: TokenCredential;

  constructor(
    private readonly settings: AzureSettings,
    patience: number,
  ) {
    this.#credential = credentialFor(settings, this.#watch(), patience);
  }

  /** @throws SignInFailed */
  async getToken(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> {
    try {
      return await this.#credential.getToken(scopes, options);
    } catch (error) {
      throw new SignInFailed(account(this.settings, this.#failure ?? { why: firstLine(error), remedy: checkSettings }));
    }
  }

  #watch(): PipelinePolicy {
    return {
      name: "rememberFailure",
      sendRequest: async (request, next) => {
        const { host } = new URL(request.url);
        try {
          const response = await next(request);
          const why = `${host} answered ${response.status}${saidIn(response)}`;
          this.#failure = response.status < 400 ? undefined : { why, remedy: checkSettings };
          return response;
        } catch (error) {
          const what = error instanceof AnswerOverdue ? "was asked" : "could not be reached";
          this.#failure = { why: `${host} ${what}: ${firstLine(error)}`, remedy: checkNetwork };
          throw error;
        }
      },
    };
  }
}

function account(settings: AzureSettings, failure: Failure): Account {
  const { authorityHost, tenantId, clientId, clientSecret, clientCertificatePath } = settings;
  const host = new URL(authorityHost).host;
  const missing = Object.entries({
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    "AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH": clientSecret ?? clientCertificatePath,
  }).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) {
    return {
      failed: `sign in at ${host}`,
      why: "no service principal is set, and neither a workload or managed identity nor a signed-in Azure tool gave a token",
      remedy: `Not set: ${missing.join("; ")} (nor the same with ARM_, nor in the configuration of desktop-sessions). Set them, or run \`az login\`.`,
    };
  }
  return {
    failed: `sign in at ${host} as ${clientId} of tenant ${tenantId}`,
    ...failure,
  };
}

/** Entra ID's own sentence, without the ids of the request. */
function saidIn({ bodyAsText }: PipelineResponse): string {
  const description = /"error_description"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(bodyAsText ?? "")?.[1];
  if (description === undefined) return "";
  const said = JSON.parse(`"${description}"`) as string;
  return `: ${said.split(/\s*(?:Trace ID:|[\r\n])/)[0]}`;
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
