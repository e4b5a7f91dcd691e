/**
 * An error of the resource provider Microsoft.DesktopVirtualization. On the wire its code is the status as a text, and its
 * message is `ActivityId: <guid> Error: <text>` (seen in the service's recorded traffic).
 */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}
