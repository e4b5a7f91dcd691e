import * as pulumi from "@pulumi/pulumi";
import { InvalidArguments } from "../errors/invalid-arguments";
import { batchesOf } from "../hosts/batches";
import type { HostEmptyArgs } from "../hosts/host-args";
import type { DeepInputs } from "./deep-input";
import { DeclaredWork } from "./declared-work";
import { HostEmpty } from "./host-empty";
import { HostReturned } from "./host-returned";

/** Arguments of {@link HostMaintenance}: those of `HostEmpty` for each host, and how they are taken in turn. */
export interface HostMaintenanceArgs extends Omit<DeepInputs<HostEmptyArgs>, "sessionHost" | "maintenance"> {
  /** Their whole names, without the host pool. A list that is known: it decides which resources there are. */
  readonly sessionHosts: readonly string[];
  /** How many hosts are taken at once: a number, or a percentage of them such as `"25%"`. Default: 1. */
  readonly atOnce?: number | string;
  /**
   * Declares the work on a host that is empty, with the options that put it there. The host takes newcomers again when that is
   * done, and only then the next ones are drained. A run that has to leave a host for later fails there, and the work waits.
   * What it says in plain values is one more trigger: work that changes is done on a host that was emptied for it. Outputs of
   * other resources are not seen so; name them in `triggers`. Default: none, and the hosts stay drained until the maintenance
   * is deleted.
   *
   * @param emptiedAt another value each time that the host was emptied: give it to work that is to be done again then, such as to
   * the `triggers` of a command. ISO 8601.
   */
  readonly work?: (sessionHost: string, options: WorkOptions, emptiedAt: pulumi.Output<string>) => pulumi.Resource | readonly pulumi.Resource[];
}

/** What puts work between the emptying of its host and its return. */
interface WorkOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Resource[];
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
 *   work: (host, options, emptiedAt) => new command.local.Command(`patch-${host}`, { create: `./patch ${host}`, triggers: [emptiedAt] }, options),
 * });
 */
export class HostMaintenance extends pulumi.ComponentResource {
  /** Whether every host is drained and empty, or was when its work began. */
  readonly ready: pulumi.Output<boolean>;
  /** The resources of the hosts, by their names. */
  readonly hosts: Readonly<Record<string, HostEmpty>>;

  constructor(name: string, args: HostMaintenanceArgs, options?: pulumi.ComponentResourceOptions) {
    const declared = new DeclaredWork();
    super("desktop-sessions:index:HostMaintenance", name, {}, { ...options, transformations: [...(options?.transformations ?? []), declared.transformation] });
    const { sessionHosts, atOnce = 1, work, triggers, mustSettle, ...more } = args;
    const inTurn = batches(sessionHosts, atOnce);
    const each = { ...more, maintenance: { sessionHosts, hasWork: work !== undefined, atOnce: inTurn[0]!.length } };
    const hosts: Record<string, HostEmpty> = {};
    let before: readonly pulumi.Resource[] = [];
    for (const batch of inTurn) {
      before = batch.flatMap((sessionHost): readonly pulumi.Resource[] => {
        const after = { parent: this, dependsOn: [...before] };
        if (!work) return [(hosts[sessionHost] = new HostEmpty(`${name}-${sessionHost}`, { ...each, ...(mustSettle !== undefined && { mustSettle }), ...(triggers !== undefined && { triggers }), sessionHost }, after))];

        // Work that is done once wants a host that is emptied once; one that is held stays empty.
        const { promise: said, resolve } = Promise.withResolvers<string>();
        const once = pulumi.all([triggers, said]).apply(([values = [], digest]) => [...values, digest]);
        const empty = (hosts[sessionHost] = new HostEmpty(`${name}-${sessionHost}`, { ...each, mustSettle: true, triggers: once, sessionHost }, after));
        const emptiedAt = empty.settledAt as pulumi.Output<string>; // work is never begun without
        const done = declared.by(() => [work(sessionHost, { parent: this, dependsOn: [empty] }, emptiedAt)].flat(), resolve);
        const place = { scope: each.scope, sessionHost, found: empty.found, emptiedAt };
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
