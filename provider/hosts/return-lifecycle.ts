import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { failuresOf, withoutNulls, type Failure } from "../check";
import { connectToHosts, type ReadConfig } from "../connect";
import { giveBack, type Found, type HostPlace } from "./drain";

/** Arguments of `HostReturned`, which is a part of `HostMaintenance`. */
export interface HostReturnedArgs extends HostPlace {
  /** How the host was before it was drained. */
  readonly found?: Found;
  /** When one changes, the host is returned again. */
  readonly triggers?: readonly unknown[];
}

const hostReturnedArguments = ["scope", "sessionHost", "found", "triggers"] as const satisfies readonly (keyof HostReturnedArgs)[];

/** A host that was drained takes newcomers again, once for each value of the triggers. What happens to it later is no drift. */
export class ReturnLifecycle {
  constructor(private readonly config: ReadConfig) {}

  check(_olds: unknown, news: object): { inputs: object; failures: readonly Failure[] } {
    const { schemaOf } = require("../arguments") as typeof import("../arguments");
    const { __provider, ...given } = withoutNulls(news) as { readonly __provider?: string };
    const failures = failuresOf(schemaOf("HostReturned", given), given);
    return { inputs: given, failures: failures.map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` })) };
  }

  diff(_id: string, olds: HostReturnedArgs, news: HostReturnedArgs): { changes: boolean } {
    return { changes: !isDeepStrictEqual(olds.triggers, news.triggers) };
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
    console.log(await giveBack(connectToHosts(args.scope, this.config), args, args.found));
    return Object.fromEntries(Object.entries(args).filter(([key]) => (hostReturnedArguments as readonly string[]).includes(key)));
  }
}
