/** The server does not take the credentials, or the way in which they are offered. It has not looked at the message. */
export class NotSignedIn extends Error {
  override readonly name = "NotSignedIn";

  constructor(
    why: string,
    /** The schemes that the server takes, as it names them. */
    readonly offered: readonly string[] = [],
  ) {
    super(why);
  }
}
