import { channel } from "node:diagnostics_channel";
import { configure } from "pulumi-desktop-sessions/provider";
import type { Clock } from "../../../provider/clock";
import type { Declared, ModelIntent } from "./declared";

interface Kept {
  id: string;
  inputs: object;
  outputs: Record<string, any>;
  /** Its initialization failed, so that the next update is due whatever the diff says. */
  failed: boolean;
}

interface Provider {
  check(olds: object, news: object): Promise<{ inputs: object; failures: readonly { reason: string }[] }>;
  diff(id: string, olds: object, news: object): Promise<{ changes: boolean; replaces: readonly string[] }>;
  create(inputs: object): Promise<{ id: string; outs: object }>;
  update(id: string, olds: object, news: object): Promise<{ outs: object }>;
  read(id: string, state: object): Promise<{ id: string; props: object; inputs?: object }>;
  delete(id: string, state: object): Promise<void>;
}

/** How the work of one resource ended. */
export interface Done {
  readonly declared: Declared;
  readonly outputs: Record<string, any> | undefined;
  readonly error: Error | undefined;
}

/** Who wants to know what is under way. */
export interface Witness {
  begins(call: "look" | "settle" | "release", declared: Declared): void;
  ends(done: Done): void;
  forgets(intent: ModelIntent): void;
}

/** What the engine keeps of a stack and asks of providers, as far as intents see it: everything passes through JSON. */
export class ModelEngine {
  readonly #kept = new Map<ModelIntent, Kept>();
  readonly #declared = new Map<ModelIntent, Declared>();

  constructor(
    private readonly clock: Clock,
    private readonly witness: Witness,
  ) {}

  /** What the state has of an intent. */
  outputsOf(intent: ModelIntent): Record<string, any> {
    return this.#kept.get(intent)?.outputs ?? {};
  }

  /** @returns whether everything succeeded */
  async up(program: readonly Declared[]): Promise<boolean> {
    let succeeded = true;
    for (const declared of program) {
      this.#declared.set(declared.intent, declared);
      succeeded = (await this.#upOne(declared)) && succeeded;
    }
    for (const intent of [...this.#kept.keys()]) if (!program.some((one) => one.intent === intent)) succeeded = (await this.#delete(intent)) && succeeded;
    return succeeded;
  }

  async refresh(): Promise<void> {
    for (const [intent, kept] of [...this.#kept]) {
      this.witness.begins("look", this.#declared.get(intent)!);
      const { id, props, inputs } = await this.#provider(intent).read(kept.id, wire(kept.outputs));
      if (id === "") this.#forget(intent);
      else this.#kept.set(intent, { ...kept, outputs: wire(props) as Record<string, any>, ...(inputs && { inputs: wire(inputs) }) });
    }
  }

  /** @returns whether everything succeeded */
  async destroy(): Promise<boolean> {
    let succeeded = true;
    for (const intent of [...this.#kept.keys()]) succeeded = (await this.#delete(intent)) && succeeded;
    return succeeded;
  }

  async #upOne(declared: Declared): Promise<boolean> {
    const { intent, args } = declared;
    const provider = this.#provider(intent);
    const kept = this.#kept.get(intent);
    this.witness.begins("look", declared);
    const { inputs, failures } = await provider.check(wire(kept?.inputs ?? {}), wire(args));
    if (failures.length > 0) throw new Error(`${JSON.stringify(args)}: ${failures.map(({ reason }) => reason).join()}`);
    const news = wire(inputs);
    const diff = kept ? await provider.diff(kept.id, wire(kept.outputs), news) : undefined;
    if (kept && diff && !diff.changes && !kept.failed) return true;
    if (diff && diff.replaces.length > 0) throw new Error("The model replaces nothing.");

    this.witness.begins("settle", declared);
    try {
      const created = kept ? { id: kept.id, ...(await provider.update(kept.id, wire(kept.outputs), news)) } : await provider.create(news);
      const outputs = wire(created.outs) as Record<string, any>;
      this.#kept.set(intent, { id: created.id, inputs: news, outputs, failed: false });
      this.witness.ends({ declared, outputs, error: undefined });
      return true;
    } catch (thrown) {
      const error = thrown as Error & { id?: string; properties?: object };
      if (error.properties) this.#kept.set(intent, { id: error.id!, inputs: news, outputs: wire(error.properties) as Record<string, any>, failed: true });
      this.witness.ends({ declared, outputs: error.properties && wire(error.properties), error });
      return false;
    }
  }

  /** What cannot be deleted is kept. */
  async #delete(intent: ModelIntent): Promise<boolean> {
    const { id, outputs } = this.#kept.get(intent)!;
    this.witness.begins("release", this.#declared.get(intent)!);
    const error = await this.#provider(intent).delete(id, wire(outputs)).then(() => undefined, (thrown: unknown) => thrown);
    if (error === undefined) this.#forget(intent);
    return error === undefined;
  }

  #forget(intent: ModelIntent): void {
    this.#kept.delete(intent);
    this.witness.forgets(intent);
  }

  #provider(intent: ModelIntent): Provider {
    channel("pulumi-desktop-sessions:operation").publish({}); // its lists are kept for seconds of the machine's clock
    const provider = { intent };
    configure(provider, { config: { get: () => undefined } }, this.clock);
    return provider as unknown as Provider;
  }
}

const wire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
