import { UnsupportedByTestStack } from "../errors/unsupported-by-test-stack";
import type { Diagnostic } from "../errors/diagnostic";
import type { Run } from "./run";

type Callback = (error: Error | null, response?: unknown) => void;

/** `pulumirpc.LogRequest`: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/engine.proto */
interface LogRequest {
  /** 0 is debug, then info, warning, error. */
  getSeverity(): number;
  getMessage(): string;
  getUrn(): string;
  getEphemeral(): boolean;
}

const severities: readonly (Diagnostic["severity"] | undefined)[] = [undefined, "info", "warning", "error"];

/** What the SDK asks of the engine itself: above all, to tell the user what the program has to say. */
export function engineMethods(run: Run): Record<string, (request: never, callback: Callback) => void> {
  return {
    log(request: LogRequest, callback) {
      const severity = severities[request.getSeverity()];
      if (severity !== undefined) {
        const urn = request.getUrn();
        run.report({ severity, message: request.getMessage(), ...(urn !== "" && { urn }), ...(request.getEphemeral() && { ephemeral: true }) });
      }
      callback(null, {});
    },
    setRootResource: (_request, callback) => callback(null, {}),
    requirePulumiVersion: (_request, callback) => callback(new UnsupportedByTestStack("requirePulumiVersion", "there is no CLI whose version it could be")),
  };
}
