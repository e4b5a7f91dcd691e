import * as pulumi from "@pulumi/pulumi";
import { HostMaintenance } from "pulumi-desktop-sessions";

// Where: the emulator's sample pool, unless `pulumi config set` says another.
const config = new pulumi.Config();
const pool = {
  subscriptionId: config.get("subscriptionId") ?? "00000000-0000-0000-0000-000000000001",
  resourceGroupName: config.get("resourceGroupName") ?? "rg-avd",
  hostPoolName: config.get("hostPoolName") ?? "pool-1",
};

interface Patch {
  host: string;
  patch: string;
  /** Another value each time that the host was emptied, so that it is patched each time. */
  emptiedAt: pulumi.Input<string>;
}

/** The work on a host that is empty: any resource will do. This one only says so; yours runs a command, or starts an update. */
class Patched extends pulumi.dynamic.Resource {
  constructor(name: string, args: Patch, options: pulumi.CustomResourceOptions) {
    const provider: pulumi.dynamic.ResourceProvider<Patch, Patch> = {
      create: (given) => {
        console.log(`Patching ${given.host} with ${given.patch}.`);
        return Promise.resolve({ id: given.host, outs: given });
      },
      update: (_id, _olds, given) => {
        console.log(`Patching ${given.host} with ${given.patch}.`);
        return Promise.resolve({ outs: given });
      },
    };
    super(provider, name, args, options);
  }
}

// At most half of them at once: drained, told, emptied, patched, and back, before the next are touched. Another patch does it all again.
const patch = config.get("patch") ?? "2026-11";
const maintenance = new HostMaintenance("rolling-patch", {
  scope: pool,
  sessionHosts: config.getObject<string[]>("sessionHosts") ?? ["sh-0.contoso.com", "sh-1.contoso.com"],
  atOnce: "50%",
  minimumAvailable: 1,
  notice: { title: "Maintenance", body: "This host is patched soon. Sign in again, and you are on another one.", minutes: config.getNumber("minutes") ?? 15, wait: true },
  triggers: [patch],
  work: (host, options, emptiedAt) => new Patched(`patched-${host}`, { host, patch, emptiedAt }, options),
});

export const ready = maintenance.ready;
