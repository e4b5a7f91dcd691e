import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { createDefaultHttpClient } from "@azure/core-rest-pipeline";
import type { AzureSettings } from "../settings/azure-settings";
import type { Limiter } from "./limiter";
import { patienceOf } from "./patience";
import { SignIn } from "./sign-in";

export interface ArmClients {
  /** Repeats what failed in passing, as the SDK does by default. For calls that may safely happen twice. */
  readonly repeating: DesktopVirtualizationAPIClient;
  /**
   * Sends a request once, and again only when ARM said that it did not process it. For messages: the SDK repeats every verb after
   * 408, 5xx and broken connections, so a `sendMessage` whose answer is lost would be shown up to four times.
   *
   * Source: the SDK's retries were observed.
   */
  readonly once: DesktopVirtualizationAPIClient;
}

/**
 * Two clients of the official SDK over one credential, one pool of connections and one limiter, which obeys a 429 for both: that is
 * the one refusal that ARM promises not to have processed.
 *
 * Source: learn.microsoft.com, "Understand how Azure Resource Manager throttles requests".
 *
 * @param patience milliseconds, for each request.
 */
export function createClients(settings: AzureSettings, subscriptionId: string, patience: number, limiter: Limiter): ArmClients {
  const credential = new SignIn(settings, patience);
  const options = {
    endpoint: settings.armEndpoint,
    httpClient: createDefaultHttpClient(),
    userAgentOptions: { userAgentPrefix: "pulumi-desktop-sessions" },
  };
  const repeating = new DesktopVirtualizationAPIClient(credential, subscriptionId, options);
  const once = new DesktopVirtualizationAPIClient(credential, subscriptionId, options);
  once.pipeline.removePolicy({ phase: "Retry" });
  repeating.pipeline.addPolicy(limiter.boundedPatience, { afterPhase: "Retry", beforePolicies: ["limiter"] });
  for (const { pipeline } of [repeating, once]) {
    pipeline.addPolicy(limiter.policy, { afterPhase: "Retry" });
    // Behind the limiter: nobody is impatient with a call that waits for its turn.
    pipeline.addPolicy(patienceOf(patience), { afterPhase: "Retry" });
  }
  return { repeating, once };
}
