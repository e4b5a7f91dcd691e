import type { Backend } from "../backend";
import type { Clock } from "../clock";
import { TooManySessions } from "../errors/too-many-sessions";
import { UserUnknown } from "../errors/user-unknown";
import { sameSession } from "../identity";
import { scopeName } from "../scope";
import { mayBeExcepted } from "../selector";
import type { Session } from "../session";
import { Attempts } from "./attempts";
import { inParallel } from "./in-parallel";
import type { Deed, Intent, IntentArgs, Memory } from "./intent";
import { judge, type Judgement } from "./judge";

/** The world outside, passed in. */
export interface Rim {
  readonly backend: Backend;
  readonly clock: Clock;
  /** Tells the person who waits how it goes: one line. */
  readonly say: (line: string) => void;
}

export interface Reconciled extends Judgement {
  /** Why it is not known to be settled: a sentence for each violation, or for a list that failed. None when settled. */
  readonly reasons: readonly string[];
}

/** How many sessions are acted on at once. */
const atOnce = 8;

/** The shortest and the longest pause between two observations, in milliseconds. */
const firstPause = 1_000;
const longestPause = 10_000;

/**
 * Makes an intent true: observe, find the violations, ask the guards, act on each, and observe again until nothing breaks
 * it or the time is up. Each session is acted on once in a run. Create and update are both this call.
 *
 * @throws TooManySessions before anything is touched, and whatever the first list throws. From then on nothing is thrown,
 * because what was done has to be remembered: what fails for one session does not stop the others, and it is among the
 * `reasons`, as is a later list that fails.
 */
export async function reconcile<Args extends IntentArgs>(
  intent: Intent<Args>,
  args: Args,
  before: Memory,
  { backend, clock, say }: Rim,
): Promise<Reconciled> {
  const { maxSessions = Infinity, timeoutSeconds = 120 } = args;
  const place = scopeName(args.scope);
  const deadline = clock.now() + timeoutSeconds * 1000;
  const attempts = new Attempts(intent, args);

  const consider = (sessions: readonly Session[], memory: Memory) => ({
    sessions,
    ...judge(intent, args, memory, sessions, clock.now()),
  });
  let seen = consider(await backend.sessions("recent"), before);
  if (seen.violations.length > maxSessions) throw new TooManySessions(intent.verb, place, seen.violations, maxSessions);

  let blind: Error | undefined;
  const lookAgain = async (memory: Memory) => {
    const sessions = await backend.sessions("now").catch((thrown: unknown) => {
      blind = asError(thrown);
      return seen.sessions;
    });
    return consider(sessions, memory);
  };

  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    const outcomes = await inParallel(attempts.open(seen.violations), atOnce, async (session) => ({
      session,
      result: await attempt(intent, args, seen.memory, session, backend, clock).catch(asError),
    }));
    attempts.record(outcomes);
    const memory = { ...seen.memory, ...intent.remember?.(args, seen.memory, outcomes, seen.sessions) };
    seen = outcomes.length > 0 ? await lookAgain(memory) : { ...seen, memory };

    const waiting = attempts.following(seen.violations).length + attempts.open(seen.violations).length;
    const left = deadline - clock.now();
    if (blind || waiting === 0 || left <= 0) break;
    say(`Waiting for ${waiting} sessions in ${place}, ${Math.ceil(left / 1000)} s left.`);
    await clock.sleep(Math.min(pause, left));
    seen = await lookAgain(seen.memory);
  }

  const { matched, violations, memory } = seen;
  const reasons = blind ? [...attempts.failures(violations), blind.message] : attempts.reasons(violations);
  return { matched, violations, memory, reasons };
}

/** Reads the session once more and acts on it if it is still the same one and still breaks the intent. */
async function attempt<Args extends IntentArgs>(
  intent: Intent<Args>,
  args: Args,
  memory: Memory,
  session: Session,
  backend: Backend,
  clock: Clock,
): Promise<Deed> {
  const live = await backend.session(session);
  if (!live || !sameSession(live, session)) return { status: "none" };
  const [violation] = judge(intent, args, memory, [live], clock.now()).violations;
  if (!violation) return { status: "none" };
  if (mayBeExcepted(args.sessions, violation)) throw new UserUnknown(intent.verb, violation);
  return intent.act(backend, violation, args);
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
