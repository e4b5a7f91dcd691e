/** An HTTP status other than success, without a SOAP fault. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";

  constructor(readonly status: number) {
    super(`HTTP status ${status}`);
  }
}
