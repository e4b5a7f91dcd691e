/** A seed's file that is not there, may not be read, or is not the YAML or JSON that its name says. */
export class SeedUnreadable extends Error {
  override readonly name = "SeedUnreadable";
  readonly file: string;

  /** @param reason why, and if need be what to do: it becomes the end of the message */
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`Could not read the seed ${file}: ${reason}.`, options);
    this.file = file;
  }
}
