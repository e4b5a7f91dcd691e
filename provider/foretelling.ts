import { about, type About } from "./subject";

/** What is said of an intent before it is done. The engine asks more than once; once is enough to say. */
export class Foretelling {
  readonly #said = new Set<string>();

  constructor(private readonly intent: string) {}

  say(args: About, text: string): void {
    const line = about(this.intent, args, text);
    if (!this.#said.has(line)) console.log(line);
    this.#said.add(line);
  }

  /** That it can't be looked at, which is no reason to refuse: the run itself will say why. */
  unknown(args: About, error: unknown): void {
    this.say(args, `What would be touched is not known. ${error instanceof Error ? error.message : String(error)}`);
  }
}
