import type { Throttle } from "./arm/throttle";
import type { Clock } from "./clock";
import type { CloudName } from "./identity/clouds";
import type { Seed } from "./seed/seed";

/** Where an emulator listens, what there is in it at first, and by which clock it lives. All of it has defaults. */
export interface EmulatorOptions {
  /** Port of the https listener; 0, the default: any that is free. */
  port?: number | undefined;
  /** Port of the http listener, which serves WS-Management and the control plane; 0, the default: any that is free. */
  httpPort?: number | undefined;
  /** Address to listen on. Default: `127.0.0.1`, which only this machine reaches. There is no other protection than that. */
  host?: string | undefined;
  /**
   * More names by which clients reach it, such as that of its container: they are in its certificate, and it answers to them as
   * a `Host`. Default: those of the address that it listens on.
   */
  names?: readonly string[] | undefined;
  /** What there is at first: the path of a .yaml, .yml or .json file, or a seed. Default: the sample world. */
  seed?: string | Seed | undefined;
  /**
   * Default: one of its own, which runs with the machine's, or as the seed says. `manualClock()` stands still from the start. One that
   * is given here is its owner's: no seed sets it, and no snapshot has it.
   */
  clock?: Clock | undefined;
  /** The Azure cloud that it stands for: whose audiences ARM takes tokens for, and what `/metadata/endpoints` says. Default: `AzureCloud`. */
  cloud?: CloudName | undefined;
  /** Whether WS-Management takes passwords and messages over http, as with Windows' AllowUnencrypted. Default: false. */
  allowUnencrypted?: boolean | undefined;
  /** Whether Azure Resource Manager refuses requests beyond its limits (429). Default: `"off"`, and each answer says what the first one would. */
  throttle?: Throttle | undefined;
}

const optionNames: Readonly<Record<keyof EmulatorOptions, true>> = { port: true, httpPort: true, host: true, names: true, seed: true, clock: true, cloud: true, allowUnencrypted: true, throttle: true };

/** A misspelt option would start another emulator than was meant. @throws TypeError; RangeError for what is no port */
export function checkOptions(options: EmulatorOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown !== undefined) throw new TypeError(`Could not start the emulator: it has no option "${unknown}". Its options are ${Object.keys(optionNames).join(", ")}.`);
  for (const name of ["port", "httpPort"] as const) {
    const port = options[name] ?? 0;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`Could not start the emulator: ${name} is ${JSON.stringify(port)}, and must be a whole number from 0, which is any that is free, to 65535.`);
  }
}
