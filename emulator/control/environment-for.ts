import type { Request } from "express";
import type { Environment } from "../environment";
import type { World } from "../world/world";
import { textParameter } from "./narrowed";

const CERTIFICATE_FILES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] as const;

/**
 * An environment as the one who asks for it needs it, who may be on another machine: with the emulator under the name that it
 * was asked by, and as the query says. `ca` is the file that the asker keeps `ca-bundle.pem` in, in place of files that only
 * the emulator's machine has; `subscription` is the one that is the asker's.
 *
 * @throws SubscriptionNotFound, ControlError
 */
export function environmentFor(request: Pick<Request, "query" | "hostname">, environment: Environment, world: World): Environment {
  const [subscription, ca] = [textParameter(request, "subscription"), textParameter(request, "ca")];
  const asked = Object.entries(environment).map(([name, value]) => [name, under(request.hostname, value, environment)]);
  return {
    ...(Object.fromEntries(asked) as Environment),
    ...(subscription !== undefined && { AZURE_SUBSCRIPTION_ID: world.subscription(subscription).id }),
    ...(ca !== undefined && Object.fromEntries(CERTIFICATE_FILES.map((name) => [name, ca]))),
  };
}

/** A value, if it is a URL of the emulator, with another name of its machine. */
function under(hostname: string, value: string, { DESKTOP_SESSIONS_EMULATOR, DESKTOP_SESSIONS_EMULATOR_HTTP }: Environment): string {
  for (const origin of [DESKTOP_SESSIONS_EMULATOR!, DESKTOP_SESSIONS_EMULATOR_HTTP!]) {
    if (value !== origin && !value.startsWith(`${origin}/`)) continue;
    const url = new URL(origin);
    url.hostname = hostname;
    return url.origin + value.slice(origin.length);
  }
  return value;
}
