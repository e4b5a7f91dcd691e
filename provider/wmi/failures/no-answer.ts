/** No answer came. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  /**
   * @param sent the message itself had begun to leave, so the server may have acted on it
   * @param stale a connection that was kept open turned out to be closed. It is likely that nobody saw the request.
   */
  constructor(
    readonly why: string,
    readonly sent: boolean,
    readonly code?: string,
    readonly stale = false,
  ) {
    super(why);
  }
}
