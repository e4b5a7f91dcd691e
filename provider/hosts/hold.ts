import type { Clock } from "../clock";
import type { SessionHost } from "../host";
import type { HostBackend } from "../host-backend";
import { Ledger } from "../ledger";
import { scopeKey } from "../scope";
import { foundAs, isOurs, type Found } from "./found";
import { findHost, type HostPlace } from "./host-place";
import { mayBeDrained, type DrainGuards } from "./may-be-drained";
import { serially } from "./serially";

/** What a ledger holds of a host: that it is about to be drained, was, or could not be. */
interface Entry {
  readonly drained: "about" | "yes" | "no";
  /** ISO 8601. */
  readonly at: string;
  readonly changedAt?: string;
}

/** So often a change is asked for of which no answer comes. In between it is looked whether it was made. */
const attempts = 3;

/**
 * What is held of a host: that it is drained, by whom, and since when. Hosts of one pool are taken and let go of one after the
 * other, each on an observation of its own, so that a program which drains many at once never leaves fewer than
 * `minimumAvailable` others.
 *
 * @param state what was found when it was drained here earlier; what a killed run has left behind goes before it.
 */
export class Hold {
  readonly #ledger: Ledger<Entry>;
  #found: Found | undefined;

  constructor(
    private readonly backend: HostBackend,
    private readonly place: HostPlace,
    private readonly clock: Clock,
    private readonly state: Found | undefined,
  ) {
    // Whatever drains it, and whatever it says to people: who comes next finds that it is drained.
    this.#ledger = new Ledger<Entry>(drainOf(place), "drained");
    this.#found = foundIn(this.#ledger.recovered) ?? state;
  }

  /** How it was before. Absent: nothing is held. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** Whether the state has to hear of it. */
  get isNews(): boolean {
    return this.#found !== this.state;
  }

  /** @param mayBeBack see {@link foundAs}. @throws HostNotFound, TooFewHosts before anything is touched, and what the backend throws. */
  take(guards: DrainGuards = {}, mayBeBack = false): Promise<void> {
    return this.#inTurn(async () => {
      const host = mayBeDrained({ ...guards, ...this.place }, await this.backend.hosts("now"), this.#found !== undefined);
      if (host.allowNewSession) await this.#drain(host);
      else this.#found = foundAs(host, this.#found, mayBeBack);
    });
  }

  /**
   * Has it take newcomers again, if it did when it was found, and nobody has changed it since.
   *
   * @param whoeverChangedIt also where it was changed since, because that was to be expected.
   * @returns a sentence that says what came of it; empty where nothing was held.
   */
  letGo(whoeverChangedIt = false): Promise<string> {
    return this.#inTurn(async () => {
      const found = this.#found;
      const says = found ? await this.#letGo(found, whoeverChangedIt) : "";
      this.#found = undefined;
      return says;
    });
  }

  /** Whether it is drained still. */
  async isDrained(): Promise<boolean> {
    return findHost(await this.backend.hosts("now"), this.place.sessionHost)?.allowNewSession === false;
  }

  /** What is held is in the hands of the engine now. */
  handedOver(): void {
    this.#ledger.close();
  }

  /** Another intent holds it from now on: it finds in the ledger that it has to be returned in the end. */
  leaveTo(): string {
    const { sessionHost } = this.place;
    const found = this.#found;
    if (found?.allowNewSession) {
      this.#ledger.write(entryOf(found));
      this.#ledger.leave();
    }
    this.#ledger.drop();
    return `${sessionHost} stays drained: another intent of the stack holds it.`;
  }

  /** Whether a run before has left something of a host that the state does not know, for whoever only looks. */
  static isLeft(place: HostPlace): boolean {
    return Ledger.look(drainOf(place)).length > 0;
  }

  /** What such a run has left of it, as the next one finds it. */
  static look(place: HostPlace): Found | undefined {
    return foundIn(Ledger.look(drainOf(place)) as readonly Entry[]);
  }

  /** Nothing has become of it, and what was known before stays known. */
  asBefore(): void {
    this.#ledger.drop();
  }

  async #drain(host: SessionHost): Promise<void> {
    const before = this.#found;
    const triedAt = this.#write("about").at;
    this.#found = { allowNewSession: true, triedAt };
    try {
      const { lastModifiedAt } = await this.#set(host.name, false);
      this.#found = { allowNewSession: true, ...(lastModifiedAt !== undefined && { changedAt: lastModifiedAt }) };
      this.#write("yes", lastModifiedAt);
    } catch (error) {
      if (error instanceof NotSet) {
        this.#found = before;
        this.#write("no");
      }
      throw error instanceof NotSet ? error.cause : error;
    }
  }

  async #letGo(found: Found, whoeverChangedIt: boolean): Promise<string> {
    const { sessionHost } = this.place;
    if (!found.allowNewSession) return `${sessionHost} stays drained, as it was found.`;
    const host = findHost(await this.backend.hosts("now"), sessionHost);
    if (!host) return `${sessionHost} is not there any more.`;
    if (host.allowNewSession) return `${host.name} takes newcomers already.`;
    const isChanged = !isOurs(host, found);
    const change = `somebody changed it${host.lastModifiedAt === undefined ? "" : ` at ${host.lastModifiedAt}`}, after it was drained here`;
    if (isChanged && !whoeverChangedIt) {
      return found.triedAt === undefined ? `${host.name} stays drained: ${change}.` : `${host.name} stays drained: it is not certain that it was drained here, where a run at ${found.triedAt} never heard of it.`;
    }
    await this.#set(host.name, true).catch((error: unknown) => {
      throw error instanceof NotSet ? error.cause : error;
    });
    return `${host.name} takes newcomers again${isChanged ? `, though ${change}` : ""}.`;
  }

  /** @throws NotSet where it is certain that it did not happen. */
  async #set(name: string, allowNewSession: boolean): Promise<SessionHost> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.backend.setAllowNewSession(name, allowNewSession).catch((cause: unknown) => {
        throw new NotSet(cause);
      });
      if (answer.status === "done") return answer.host;
      const hosts = await this.backend.hosts("now");
      const host = findHost(hosts, name);
      if (host?.allowNewSession === allowNewSession) return host;
      if (!host || attempt === attempts) throw new NotSet(answer.error);
    }
  }

  #write(drained: Entry["drained"], changedAt?: string): Entry {
    const entry = { drained, at: new Date(this.clock.now()).toISOString(), ...(changedAt !== undefined && { changedAt }) };
    this.#ledger.write(entry);
    return entry;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return serially(scopeKey(this.place.scope), work);
  }
}

const drainOf = ({ scope, sessionHost }: HostPlace): readonly unknown[] => ["drained", scopeKey(scope), sessionHost.toLowerCase()];

/** A change was refused, or seen not to be made. */
class NotSet extends Error {
  constructor(override readonly cause: unknown) {
    super("not set");
  }
}

const entryOf = ({ changedAt, triedAt }: Found): Entry =>
  triedAt === undefined ? { drained: "yes", at: changedAt ?? "", ...(changedAt !== undefined && { changedAt }) } : { drained: "about", at: triedAt };

/** What runs that were killed knew last. */
function foundIn(entries: readonly Entry[]): Found | undefined {
  const last = entries.at(-1);
  if (last === undefined || last.drained === "no") return undefined;
  if (last.drained === "about") return { allowNewSession: true, triedAt: last.at };
  return { allowNewSession: true, ...(last.changedAt !== undefined && { changedAt: last.changedAt }) };
}
