import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { HostReturnedArgs as Args } from "../hosts/return-lifecycle";
import type { DeepInputs } from "./deep-input";
import { HostPlaced } from "./host-placed";

/** A part of `HostMaintenance`: the host takes newcomers again once the work on it is done. */
export class HostReturned extends HostPlaced {
  constructor(name: string, args: DeepInputs<Args>, options?: CustomResourceOptions) {
    super("HostReturned", name, args, options);
  }
}
