import { subscribe } from "node:diagnostics_channel";
import type { Limiter } from "./arm/limiter";
import type { Backend } from "./backend";
import type { HostBackend } from "./host-backend";
import { systemClock } from "./clock";
import { isRdsDeployment, scopeKey, type AzureHostPool, type RdsDeployment, type Scope } from "./scope";
import { azureSettings } from "./settings/azure-settings";
import { brokerSettings } from "./settings/broker-settings";

/** Reads a value of the configuration namespace `desktop-sessions`. */
export type ReadConfig = (key: string) => string | undefined;

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * One backend, and so one token, one pool of connections and one shared list, per scope and settings; one limiter per
 * subscription and settings. Both live as long as the process, which for a provider is one operation of the engine.
 */
const backends = new Map<string, Backend>();
const limiters = new Map<string, Limiter>();

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  backends.clear();
  limiters.clear();
});

/** Opens a scope. Credentials are resolved here, at call time, from configuration and environment. */
export function connect(scope: Scope, config: ReadConfig, environment: Environment = process.env): Backend {
  return isRdsDeployment(scope) ? connectToBroker(scope, config, environment) : connectToArm(scope, config, environment);
}

/** Opens a pool whose hosts are to be drained. */
export const connectToHosts = (scope: AzureHostPool, config: ReadConfig, environment: Environment = process.env): HostBackend => connectToArm(scope, config, environment);

// What speaks to a system takes a tenth of a second to load, so only a process that needs it loads it.

function connectToArm(scope: AzureHostPool, config: ReadConfig, environment: Environment): HostBackend {
  const settings = azureSettings(config, environment);
  return shared(backends, [scopeKey(scope), settings], () => {
    const { ArmBackend } = require("./arm/backend") as typeof import("./arm/backend");
    const { Limiter } = require("./arm/limiter") as typeof import("./arm/limiter");
    const limiter = shared(limiters, [scope.subscriptionId.toLowerCase(), settings], () => new Limiter(systemClock, console.log));
    return new ArmBackend(scope, settings, systemClock, undefined, limiter);
  });
}

function connectToBroker(scope: RdsDeployment, config: ReadConfig, environment: Environment): Backend {
  const settings = brokerSettings(scope.connectionBroker, config, environment);
  return shared(backends, [scopeKey(scope), settings], () => {
    const { WmiBackend } = require("./wmi/backend") as typeof import("./wmi/backend");
    return new WmiBackend(scope, settings, systemClock);
  });
}

function shared<Kind, Opened extends Kind>(known: Map<string, Kind>, identity: unknown, open: () => Opened): Opened {
  const key = JSON.stringify(identity);
  const earlier = known.get(key) as Opened | undefined; // the scope is part of the key
  if (earlier) return earlier;
  const opened = open();
  known.set(key, opened);
  return opened;
}
