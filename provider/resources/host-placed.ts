import * as pulumi from "@pulumi/pulumi";
import type { ResourceName } from "../resource-name";
import { checkConfiguration } from "./check-configuration";
import { providerOf } from "./provider";
import { refuseUndefined } from "./refuse-undefined";

/** A resource about one session host. */
export abstract class HostPlaced extends pulumi.dynamic.Resource {
  /** @param args a property that is undefined here is one that the provider fills in. */
  protected constructor(type: ResourceName, name: string, args: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    checkConfiguration();
    const where = Object.fromEntries(["scope", "sessionHost"].map((key) => [key, refuseUndefined(args[key], key, `create ${type}`) as pulumi.Input<unknown>]));
    super(providerOf(type), name, { ...args, ...where }, options, "desktop-sessions", type);
  }
}
