import type { ServerResponse } from "node:http";
import type { ReadRule } from "./fault-rule";
import type { AskedFor, Met } from "./faults";
import { tcpConnection } from "../tls/tcp-connection";
import { isAnswer } from "./read-rule";

/** How a plane does what it was asked for, and answers. Its errors are answered by its error middleware. */
export interface Course<R> {
  asked: AskedFor;
  /** For the journal. */
  principal: string | undefined;
  perform: () => R | Promise<R>;
  answer: (done: R) => void;
  /** The rule's own answer, in the plane's words. */
  instead: (rule: ReadRule) => void;
}

type Answer = ServerResponse & { locals: Record<string, unknown> };

/** The point where a request meets a fault. @throws what the plane answers with an error */
export async function happen<R>(met: Met, response: Answer, { asked, principal, perform, answer, instead }: Course<R>): Promise<void> {
  const { id, rule } = met;
  // For the journal, and now: it may never be answered.
  response.locals["fault"] = id;
  response.locals["operation"] ??= asked.operation;
  response.locals["principal"] = principal;

  if (rule.delay !== undefined && !(await met.wait())) { cut(response); return; }
  if (rule.reset === "before") { reset(response); return; }
  if (rule.reset === "after") response.end = () => { reset(response); return response; };
  if (rule.truncate !== undefined) truncate(response, rule.truncate);
  if (rule.clockSkew !== undefined) response.setHeader("Date", new Date(met.now()).toUTCString());
  if (!isAnswer(rule)) { answer(await perform()); return; }
  if (rule.effect) await perform();
  instead(rule);
}

/** TCP's own end of a connection that can't go on (RST): what the client has not read yet is lost, too. */
function reset({ socket }: ServerResponse): void {
  if (socket) tcpConnection(socket).resetAndDestroy();
}

/** Without a word: the client sees its connection break. */
function cut(response: ServerResponse): void {
  response.socket?.destroy();
}

/** Has the answer end after so many bytes of its body, though its head promises all of them. */
function truncate(response: ServerResponse, bytes: number): void {
  const end = response.end.bind(response) as (chunk?: string | Buffer, encoding?: BufferEncoding) => ServerResponse;
  response.end = ((chunk: string | Buffer = "", encoding: BufferEncoding = "utf8") => {
    const whole = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    if (whole.length <= bytes) return end(whole);
    response.flushHeaders();
    if (bytes > 0) response.write(whole.subarray(0, bytes));
    // After what was written, and not instead of it.
    response.socket?.write("", () => cut(response));
    return response;
  }) as ServerResponse["end"];
}
