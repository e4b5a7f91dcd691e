import { subscribe } from "node:diagnostics_channel";
import type { Backend } from "./backend";
import { systemClock } from "./clock";
import { scopeName, type Scope } from "./scope";
import { readSettings, type Settings } from "./settings";

/** Reads a value of the configuration namespace `desktop-sessions`. */
export type ReadConfig = (key: string) => string | undefined;

/**
 * One backend, and so one token, one pool of connections and one shared list, per scope and settings. Lives as long as
 * the process, which for a provider is one operation of the engine.
 */
const backends = new Map<string, Backend>();

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  backends.clear();
});

/** Opens a scope. Credentials are resolved here, at call time, from configuration and environment. */
export function connect(scope: Scope, config: ReadConfig): Backend {
  const settings = readSettings(config, process.env);
  const key = JSON.stringify([scope.subscriptionId.toLowerCase(), scopeName(scope).toLowerCase(), settings]);
  let backend = backends.get(key);
  if (!backend) backends.set(key, (backend = open(scope, settings)));
  return backend;
}

/** The Azure SDKs take a tenth of a second to load, so only a process that speaks to ARM loads it. */
function open(scope: Scope, settings: Settings): Backend {
  const { ArmBackend } = require("./arm/backend") as typeof import("./arm/backend");
  return new ArmBackend(scope, settings, systemClock);
}
