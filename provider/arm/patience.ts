import type { PipelinePolicy } from "@azure/core-rest-pipeline";

/** A whole answer did not come in time. It is not repeated: whoever waited for it once has waited long enough. */
export class AnswerOverdue extends Error {
  constructor(milliseconds: number) {
    super(`no answer came in time (${milliseconds / 1000} s)`);
    this.name = "AnswerOverdue";
  }
}

/**
 * Gives each request up after so many milliseconds, to the last byte of its answer. The SDK's own `timeout` ends with the
 * head of the answer, and the credentials of @azure/identity set none at all: both would wait for ever.
 *
 * Source: `nodeHttpClient` of @typespec/ts-http-runtime.
 */
export const patienceOf = (milliseconds: number): PipelinePolicy => ({
  name: "patience",
  sendRequest: async (request, next) => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), milliseconds);
    request.abortSignal = request.abortSignal ? AbortSignal.any([request.abortSignal as AbortSignal, limit.signal]) : limit.signal;
    try {
      return await next(request);
    } catch (error) {
      throw limit.signal.aborted ? new AnswerOverdue(milliseconds) : error;
    } finally {
      clearTimeout(timer);
    }
  },
});
