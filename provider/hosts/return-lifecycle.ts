import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { unknownValue, withoutNulls, type Failure } from "../check";
import { connectToHosts, type ReadConfig } from "../connect";
import type { Clock } from "../clock";
import { Foretelling } from "../foretelling";
import { sameName } from "../identity";
import { isOfRefresh, wasRead } from "../refreshes";
import { refusalsOf } from "../refusals";
import { sameScope } from "../scope";
import { about } from "../subject";
import type { Found } from "./found";
import { Hold } from "./hold";
import { findHost, type HostPlace } from "./host-place";
import { foretell, outlookOf } from "./outlook";
import { stands } from "./standing";
import { wantNoMore } from "./wanted";

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
  readonly #foretelling = new Foretelling("HostReturned");

  constructor(
    private readonly config: ReadConfig,
    private readonly clock: Clock,
  ) {}

  async check(olds: object | undefined, news: object): Promise<{ inputs: object; failures: readonly Failure[] }> {
    const { __provider, ...given } = withoutNulls(news) as HostReturnedArgs & { readonly __provider?: string };
    const failures = refusalsOf("HostReturned", given);
    if (Object.keys(olds ?? {}).length === 0 && failures.length === 0) await this.#foresee(given);
    return { inputs: given, failures };
  }

  /** It follows whatever has its host emptied again: other triggers, another host, or a host that had gone from the state. */
  async diff(id: string, olds: HostReturnedArgs, news: HostReturnedArgs): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const isKnown = !JSON.stringify([news.scope, news.sessionHost]).includes(unknownValue);
    const replaces = isKnown ? [...(sameScope(olds.scope, news.scope) ? [] : ["scope"]), ...(sameName(olds.sessionHost, news.sessionHost) ? [] : ["sessionHost"])] : [];
    const changes = replaces.length > 0 || !isKnown || olds.emptiedAt !== news.emptiedAt;
    if (isOfRefresh(id)) return { changes, replaces };
    if (changes) await this.#foresee(news, replaces.length > 0 ? undefined : olds);
    else stands(news, "returned");
    return { changes, replaces };
  }

  async create(inputs: HostReturnedArgs): Promise<{ id: string; outs: object }> {
    return { id: randomUUID(), outs: await this.#return(inputs) };
  }

  async update(_id: string, olds: HostReturnedArgs, news: HostReturnedArgs): Promise<{ outs: object }> {
    return { outs: await this.#return(news, olds.found) };
  }

  read(id: string, state: object): Promise<{ id: string; props: object }> {
    wasRead(id);
    return Promise.resolve({ id, props: state });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  /** Says that it will be returned, where it is known to be held then. @param before what it was returned for last */
  async #foresee({ scope, sessionHost, found, emptiedAt }: HostReturnedArgs, before?: HostReturnedArgs): Promise<void> {
    const place = { scope, sessionHost };
    if (JSON.stringify(place).includes(unknownValue)) return;
    const isKnown = !JSON.stringify([found, emptiedAt]).includes(unknownValue);
    const emptied = isKnown ? { found, emptiedAt } : outlookOf(place).emptied;
    if (emptied?.found?.allowNewSession !== true || isOver(emptied.found, before?.found) || (before && emptied.emptiedAt === before.emptiedAt) || !(await this.#isDrained(place))) return;
    foretell(place, { allowNewSession: true });
    this.#foretelling.say(place, `To be returned when the work on it is done: ${sessionHost}.`);
  }

  /** Whether it will be drained by then: somebody may have undone it meanwhile. */
  async #isDrained(place: HostPlace): Promise<boolean> {
    const { allowNewSession } = outlookOf(place);
    if (allowNewSession !== undefined) return !allowNewSession;
    try {
      return findHost(await connectToHosts(place.scope, this.config).hosts("recent"), place.sessionHost)?.allowNewSession === false;
    } catch (error) {
      this.#foretelling.unknown(place, error);
      return false;
    }
  }

  /** @param before what it was returned for last */
  async #return(args: HostReturnedArgs, before?: Found): Promise<object> {
    const isOthers = isOver(args.found, before);
    // Work on a host changes it, so that it being changed since says nothing about who wants it drained.
    const hold = new Hold(connectToHosts(args.scope, this.config), args, this.clock, isOthers ? undefined : args.found);
    const returned = await hold.letGo(true);
    const says = isOthers && returned === "" && (await hold.isDrained()) ? `${args.sessionHost} stays drained: somebody has drained it since it was returned here.` : returned;
    if (says !== "") console.log(about("HostReturned", args, says));
    hold.handedOver();
    stands(args, "returned");
    wantNoMore(args);
    return Object.fromEntries(Object.entries(args).filter(([key]) => (hostReturnedArguments as readonly string[]).includes(key)));
  }
}

/** Whether it was returned from that drain already: it was not drained here since, and whoever has drained it wants it so. */
const isOver = (found: Found | undefined, before: Found | undefined): boolean => (found?.changedAt ?? found?.triedAt) !== undefined && isDeepStrictEqual(found, before);
