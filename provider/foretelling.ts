/** What is said before it is done. The engine asks more than once; once is enough to say. */
export class Foretelling {
  readonly #said = new Set<string>();

  say(line: string): void {
    if (!this.#said.has(line)) console.log(line);
    this.#said.add(line);
  }

  /** That it can't be looked at, which is no reason to refuse: the run itself will say why. */
  unknown(error: unknown): void {
    this.say(`Who would be touched is not known. ${error instanceof Error ? error.message : String(error)}`);
  }
}
