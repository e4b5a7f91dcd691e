import { isAvailable, type SessionHost } from "../host";
import { sameName } from "../identity";
import { scopeKey, type AzureHostPool } from "../scope";

/** Which host of which pool. */
export interface HostPlace {
  readonly scope: AzureHostPool;
  readonly sessionHost: string;
}

/** Equal for two exactly when they are the same. */
export const keyOf = ({ scope, sessionHost }: HostPlace): string => `${scopeKey(scope)}\n${sessionHost.toLowerCase()}`;

export const findHost = (hosts: readonly SessionHost[], name: string): SessionHost | undefined => hosts.find((host) => sameName(host.name, name));

/** The hosts that would still take newcomers without this one. */
export const availableBeside = (hosts: readonly SessionHost[], host: SessionHost): readonly string[] =>
  hosts.filter((other) => other !== host && isAvailable(other)).map(({ name }) => name);
