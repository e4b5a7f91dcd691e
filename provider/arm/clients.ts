import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { createDefaultHttpClient, retryPolicy, type RetryStrategy } from "@azure/core-rest-pipeline";
import type { AzureSettings } from "../settings/azure-settings";
import { patienceOf } from "./patience";
import { SignIn } from "./sign-in";

export interface ArmClients {
  /** Repeats what failed in passing, as the SDK does by default. For calls that may safely happen twice. */
  readonly repeating: DesktopVirtualizationAPIClient;
  /** Sends a request once, and again only when ARM said that it did not process it. For messages. */
  readonly once: DesktopVirtualizationAPIClient;
}

/**
 * The SDK repeats every verb after 408, 5xx and broken connections, so a `sendMessage` whose answer is lost would be shown
 * up to four times. A 429 is the one refusal that ARM promises not to have processed.
 *
 * Source: learn.microsoft.com, "Understand how Azure Resource Manager throttles requests"; the SDK's retries were observed.
 */
const onlyWhenThrottled: RetryStrategy = {
  name: "onlyWhenThrottled",
  retry: ({ response }) => {
    const seconds = Number(response?.headers.get("Retry-After"));
    return response?.status === 429 && seconds > 0 ? { retryAfterInMs: seconds * 1000 } : { skipStrategy: true };
  },
};

/**
 * Two clients of the official SDK over one credential and one pool of connections.
 *
 * @param patience milliseconds, for each request.
 */
export function createClients(settings: AzureSettings, subscriptionId: string, patience: number): ArmClients {
  const credential = new SignIn(settings, patience);
  const options = {
    endpoint: settings.armEndpoint,
    httpClient: createDefaultHttpClient(),
    userAgentOptions: { userAgentPrefix: "pulumi-desktop-sessions" },
  };
  const repeating = new DesktopVirtualizationAPIClient(credential, subscriptionId, options);
  const once = new DesktopVirtualizationAPIClient(credential, subscriptionId, options);
  once.pipeline.removePolicy({ phase: "Retry" });
  once.pipeline.addPolicy(retryPolicy([onlyWhenThrottled]), { phase: "Retry" });
  for (const { pipeline } of [repeating, once]) pipeline.addPolicy(patienceOf(patience), { afterPhase: "Retry" });
  return { repeating, once };
}
