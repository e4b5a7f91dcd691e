import type * as automation from "@pulumi/pulumi/automation";
import { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";

/** Options of the Automation API that the test stack heeds; it refuses all others by name. */
type SupportedOption =
  | "parallel"
  | "message"
  | "expectNoChanges"
  | "refresh"
  | "diff"
  | "program"
  | "previewOnly"
  | "remove"
  | "showSecrets"
  | "suppressOutputs"
  | "suppressProgress"
  | "userAgent"
  | "color"
  | "onOutput"
  | "onError";

/** Every option of every operation, as one type. */
export type OperationOptions = Pick<
  automation.UpOptions & automation.PreviewOptions & automation.RefreshOptions & automation.DestroyOptions,
  SupportedOption
>;

const supported: Record<SupportedOption, true> = {
  parallel: true,
  message: true,
  expectNoChanges: true,
  refresh: true,
  diff: true,
  program: true,
  previewOnly: true,
  remove: true,
  showSecrets: true,
  suppressOutputs: true,
  // These two have nothing to act upon here: there are no progress dots, and no server that is told
  // who asks.
  suppressProgress: true,
  userAgent: true,
  color: true,
  onOutput: true,
  onError: true,
};

/**
 * @param options - as the caller wrote them; an option that is off (`undefined`, `false`, `[]`) asks for nothing
 * @throws {@link UnsupportedByTestStack} naming the first that cannot be heeded
 */
export function checkOptions(options: object): OperationOptions {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    const isOff = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (!isOff && !(name in supported)) throw new UnsupportedByTestStack(`the option \`${name}\``, "only the real engine does that");
  }
  const checked = options as OperationOptions;
  if (checked.color === "always" || checked.color === "raw") {
    throw new UnsupportedByTestStack(`the option \`color: "${checked.color}"\``, "its output is plain text", "Leave it out, or say never.");
  }
  return checked;
}
