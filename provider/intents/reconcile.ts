import { refuseTooMuch } from "./guards";
import type { GraceArgs, Intent, Memory } from "./intent";
import { noticesByKey } from "./notice";
import { observationOf } from "./observation";
import { planOf, verbDue } from "./plan";
import type { Rim } from "./rim";
import { Run, type Reconciled } from "./run";

export type { Reconciled } from "./run";

/**
 * Makes an intent true: observe, find the violations, ask the guards, take the next step with each, and observe again until
 * nothing breaks it, the time is up, or all that is left is to wait for deadlines. Each step is taken once in a run. Create
 * and update are both this call.
 *
 * @throws TooManySessions and SessionsProtected before anything is touched, and whatever the first list throws. From then on
 * nothing is thrown, because what was done has to be remembered: what fails for one session does not stop the others, and
 * it is among the `reasons`, as is a later list that fails.
 */
export async function reconcile<Args extends GraceArgs>(intent: Intent<Args>, args: Args, before: Memory, rim: Rim): Promise<Reconciled> {
  const found = observationOf(intent, args, before, await rim.backend.sessions("recent"), rim.clock.now());
  const run = new Run(intent, args, rim, found);
  if (!run.isClosed) {
    const plan = planOf(args, found.violations, noticesByKey(found.memory.notices), rim.clock.now());
    refuseTooMuch(verbDue(intent, plan), args, found.violations);
    await run.work();
  }
  return run.end();
}
