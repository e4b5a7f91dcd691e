/** An answer of which the head is there and the body arrives. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Throws `NoAnswer` where time runs out, `BadAnswer` where it breaks off. */
  readonly body: AsyncIterable<Buffer>;
  /** Gives up what has not been read, and the connection with it. */
  discard(): void;
}
