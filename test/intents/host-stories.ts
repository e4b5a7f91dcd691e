import { channel } from "node:diagnostics_channel";
import { configure } from "pulumi-desktop-sessions/provider";
import { afterEach, beforeEach } from "vitest";
import type { SessionHost } from "../../emulator";
import type { ResourceName } from "../../provider/resource-name";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { movedBySleep } from "./time-of-sleep";
import { useVirtualTime, type VirtualTime } from "./virtual-time";

/** What the engine would keep after a call: outputs, and why it failed. */
export interface Kept {
  readonly outs: Record<string, any>;
  /** Empty where it did not. */
  readonly failure: string;
}

/** One host intent as the engine runs it, in a time that passes only while somebody sleeps. What is kept goes through JSON. */
export class HostStory {
  #kept: Record<string, any> | undefined;

  constructor(
    private readonly time: VirtualTime,
    private readonly intent: ResourceName,
    private readonly host = "sh-0.contoso.com",
  ) {}

  /** What lies in the state. */
  get kept(): Record<string, any> | undefined {
    return this.#kept;
  }

  /** An update, or the creation, as far as the diff wants one. */
  async up(args: object = {}): Promise<Kept> {
    const news = { scope: pool, sessionHost: this.host, ...args };
    if (this.#kept && !(await this.#call("diff", "id", this.#kept, news)).changes) return { outs: this.#kept, failure: "" };
    return this.update(args);
  }

  /** What comes before a creation: it says what would be done. */
  async preview(args: object = {}): Promise<void> {
    await this.#call("check", {}, { scope: pool, sessionHost: this.host, ...args });
  }

  /** The same, whatever the diff says. */
  async update(args: object = {}): Promise<Kept> {
    const news = { scope: pool, sessionHost: this.host, ...args };
    try {
      const { outs } = this.#kept ? await this.#call("update", "id", this.#kept, news) : await this.#call("create", news);
      this.#kept = wire(outs);
      return { outs: this.#kept!, failure: "" };
    } catch (thrown) {
      const { message, properties } = thrown as Error & { properties?: Record<string, any> };
      if (properties) this.#kept = wire(properties);
      return { outs: this.#kept ?? {}, failure: message };
    }
  }

  async refresh(): Promise<void> {
    const { props } = await this.#call("read", "id", this.#kept);
    this.#kept = wire(props);
  }

  async delete(): Promise<void> {
    await this.#call("delete", "id", this.#kept);
    this.#kept = undefined;
  }

  #call(method: string, ...given: readonly unknown[]): Promise<any> {
    channel("pulumi-desktop-sessions:operation").publish({}); // forgets the lists of the operation before
    const provider = { intent: this.intent };
    configure(provider, { config: { get: () => undefined } }, movedBySleep(this.time.emulator));
    return (provider as unknown as Record<string, (...args: readonly unknown[]) => Promise<any>>)[method]!(...given.map(wire));
  }
}

const wire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** For the tests of a file: the sample world at the start of virtual time, and an empty home, before each of them. */
export function useHostStories(): { readonly time: VirtualTime; readonly host: SessionHost; story(intent: ResourceName, host?: string): HostStory } {
  const time = useVirtualTime();
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, time.emulator.env(), { PULUMI_HOME: temporaryFolder() });
  });
  afterEach(() => {
    time.emulator.faults.clear();
    process.env = before;
  });
  return {
    time,
    get host() {
      return time.host;
    },
    story: (intent, host) => new HostStory(time, intent, host),
  };
}
