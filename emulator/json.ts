/** JSON that is written already, to be sent as it is. */
export class Json {
  readonly text: string;
  #bytes: number | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** How many bytes it has in UTF-8; counted once, since it may be sent many times. */
  get bytes(): number {
    return (this.#bytes ??= Buffer.byteLength(this.text));
  }
}
