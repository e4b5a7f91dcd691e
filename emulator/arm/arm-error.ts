/**
 * An answer of Azure Resource Manager's front door that is not a success: `{"error":{"code":…,"message":…}}`. What the
 * resource provider behind it says has another shape: see {@link ProviderError}.
 */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
