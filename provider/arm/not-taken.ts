import type { Kind } from "./kind";

/** ARM did not process a call, or would not have: it takes no more of this kind for a while. */
export class NotTaken extends Error {
  constructor(kind: Kind, until: number) {
    super(`ARM takes no more ${kind} of this principal in the subscription before ${new Date(until).toISOString()}`);
    this.name = "NotTaken";
  }
}
