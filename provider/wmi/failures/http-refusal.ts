/** An HTTP status other than success, without a SOAP fault. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";

  /** @param sent the message itself had left; otherwise it was the answer to an empty request that signs in */
  constructor(
    readonly status: number,
    readonly sent = true,
  ) {
    super(`HTTP status ${status}`);
  }
}
