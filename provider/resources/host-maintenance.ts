import * as pulumi from "@pulumi/pulumi";
import { InvalidArguments } from "../errors/invalid-arguments";
import { batchesOf } from "../hosts/batches";
import type { HostEmptyArgs } from "../hosts/host-args";
import type { DeepInputs } from "./deep-input";
import { HostEmpty } from "./host-empty";
import { HostReturned } from "./host-returned";

/** Arguments of {@link HostMaintenance}: those of `HostEmpty` for each host, and how they are taken in turn. */
export interface HostMaintenanceArgs extends Omit<DeepInputs<HostEmptyArgs>, "sessionHost"> {
  /** Their whole names, without the host pool. A list that is known: it decides which resources there are. */
  readonly sessionHosts: readonly string[];
  /** How many hosts are taken at once: a number, or a percentage of them such as `"25%"`. Default: 1. */
  readonly atOnce?: number | string;
  /**
   * Declares the work on a host that is empty, with the options that put it there. The host takes newcomers again when that is
   * done, and only then the next ones are drained. A run that has to leave a host for later fails there, and the work waits. Default: none, and the hosts stay drained until the maintenance is deleted.
   */
  readonly work?: (sessionHost: string, options: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] }) => pulumi.Resource | readonly pulumi.Resource[];
}

/**
 * Hosts under maintenance: drained, told, given time, emptied; then ready for whatever depends on it. With `work` they are
 * taken in turn and returned to newcomers, once for each value of `triggers`. Deleting it returns the hosts. Azure Virtual
 * Desktop only.
 *
 * @example
 * const maintenance = new HostMaintenance("patch", {
 *   scope: pool,
 *   sessionHosts: ["sh-0.contoso.com", "sh-1.contoso.com"],
 *   notice: { title: "Maintenance", body: "Please save your work.", minutes: 15, wait: true },
 *   minimumAvailable: 1,
 *   triggers: ["2026-11"],
 *   work: (host, options) => new command.local.Command(`patch-${host}`, { create: `./patch ${host}` }, options),
 * });
 */
export class HostMaintenance extends pulumi.ComponentResource {
  /** Whether every host is drained and empty, or was when its work began. */
  readonly ready: pulumi.Output<boolean>;
  /** The resources of the hosts, by their names. */
  readonly hosts: Readonly<Record<string, HostEmpty>>;

  constructor(name: string, args: HostMaintenanceArgs, options?: pulumi.ComponentResourceOptions) {
    super("desktop-sessions:index:HostMaintenance", name, {}, options);
    const { sessionHosts, atOnce = 1, work, triggers, ...each } = args;
    const hosts: Record<string, HostEmpty> = {};
    let before: readonly pulumi.Resource[] = [];
    for (const batch of batches(sessionHosts, atOnce)) {
      before = batch.flatMap((sessionHost): readonly pulumi.Resource[] => {
        // Work that is done once wants a host that is emptied once; one that is held stays empty.
        const once = work || triggers !== undefined ? { triggers: triggers ?? [] } : {};
        const empty = (hosts[sessionHost] = new HostEmpty(`${name}-${sessionHost}`, { ...(work && { mustSettle: true }), ...each, ...once, sessionHost }, { parent: this, dependsOn: [...before] }));
        if (!work) return [empty];
        const done = [work(sessionHost, { parent: this, dependsOn: [empty] })].flat();
        const place = { scope: each.scope, sessionHost, found: empty.found, emptiedAt: empty.settledAt };
        return [new HostReturned(`${name}-${sessionHost}-returned`, place, { parent: this, dependsOn: [empty, ...done] })];
      });
    }
    this.hosts = hosts;
    this.ready = pulumi.all(Object.values(hosts).map(({ settled }) => settled)).apply((all) => all.every(Boolean));
    this.registerOutputs({ ready: this.ready });
  }
}

/** @throws InvalidArguments */
function batches(sessionHosts: readonly string[], atOnce: number | string): readonly (readonly string[])[] {
  const names = new Set(sessionHosts.map((host) => host.toLowerCase()));
  if (names.size === 0 || names.size < sessionHosts.length) {
    throw new InvalidArguments("create HostMaintenance", [{ property: "sessionHosts", reason: names.size === 0 ? "is empty; expected the names of session hosts" : "names a host twice; expected each once" }]);
  }
  try {
    return batchesOf(sessionHosts, atOnce);
  } catch (error) {
    throw new InvalidArguments("create HostMaintenance", [{ property: "", reason: (error as Error).message }]);
  }
}
