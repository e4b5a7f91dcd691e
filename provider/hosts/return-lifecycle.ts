import { randomUUID } from "node:crypto";
import { failuresOf, unknownValue, withoutNulls, type Failure } from "../check";
import { connectToHosts, type ReadConfig } from "../connect";
import type { Clock } from "../clock";
import { sameName } from "../identity";
import { sameScope } from "../scope";
import { about } from "../subject";
import type { Found } from "./found";
import { Hold } from "./hold";
import type { HostPlace } from "./host-place";

/** Arguments of `HostReturned`, which is a part of `HostMaintenance`. */
export interface HostReturnedArgs extends HostPlace {
  /** How the host was before it was drained. */
  readonly found?: Found;
  /** When it was found empty: another time, and the host is returned again. */
  readonly emptiedAt?: string;
}

const hostReturnedArguments = ["scope", "sessionHost", "found", "emptiedAt"] as const satisfies readonly (keyof HostReturnedArgs)[];

/** A host that was drained takes newcomers again, once for each time that it was emptied. What happens to it later is no drift. */
export class ReturnLifecycle {
  constructor(
    private readonly config: ReadConfig,
    private readonly clock: Clock,
  ) {}

  check(_olds: unknown, news: object): { inputs: object; failures: readonly Failure[] } {
    const { schemaOf } = require("../arguments") as typeof import("../arguments");
    const { __provider, ...given } = withoutNulls(news) as { readonly __provider?: string };
    const failures = failuresOf(schemaOf("HostReturned", given), given);
    return { inputs: given, failures: failures.map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` })) };
  }

  /** It follows whatever has its host emptied again: other triggers, another host, or a host that had gone from the state. */
  diff(_id: string, olds: HostReturnedArgs, news: HostReturnedArgs): { changes: boolean; replaces: readonly string[] } {
    const isKnown = !JSON.stringify([news.scope, news.sessionHost]).includes(unknownValue);
    const replaces = isKnown ? [...(sameScope(olds.scope, news.scope) ? [] : ["scope"]), ...(sameName(olds.sessionHost, news.sessionHost) ? [] : ["sessionHost"])] : [];
    return { changes: replaces.length > 0 || !isKnown || olds.emptiedAt !== news.emptiedAt, replaces };
  }

  async create(inputs: HostReturnedArgs): Promise<{ id: string; outs: object }> {
    return { id: randomUUID(), outs: await this.#return(inputs) };
  }

  async update(_id: string, _olds: unknown, news: HostReturnedArgs): Promise<{ outs: object }> {
    return { outs: await this.#return(news) };
  }

  read(id: string, state: object): Promise<{ id: string; props: object }> {
    return Promise.resolve({ id, props: state });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  async #return(args: HostReturnedArgs): Promise<object> {
    // Work on a host changes it, so that it being changed since says nothing about who wants it drained.
    const hold = new Hold(connectToHosts(args.scope, this.config), args, this.clock, args.found);
    const says = await hold.letGo(true);
    if (says !== "") console.log(about("HostReturned", args, says));
    hold.handedOver();
    return Object.fromEntries(Object.entries(args).filter(([key]) => (hostReturnedArguments as readonly string[]).includes(key)));
  }
}
