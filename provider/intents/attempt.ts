import type { Backend } from "../backend";
import type { Clock } from "../clock";
import { SessionProtected } from "../errors/session-protected";
import { UserUnknown } from "../errors/user-unknown";
import { sameSession } from "../identity";
import { protectionOf } from "../protection";
import { possiblyExcepted } from "../selector";
import { isConnected, showsMessages, type Session } from "../session";
import { deliver } from "./deliver";
import { closesAt } from "./guards";
import type { Deed, GraceArgs, Intent, Memory } from "./intent";
import { judge } from "./judge";
import { verbOf, type Step } from "./plan";

/**
 * Reads the session once more, when the system would take the step, and takes it if it is still the same session, still breaks
 * the intent, and the window is still open for as long as the step takes: the system may have been waited for.
 */
export function attempt<Args extends GraceArgs>(intent: Intent<Args>, args: Args, memory: Memory, { session, deed, lasts }: Step, backend: Backend, clock: Clock): Promise<Deed> {
  const isTooLate = (): boolean => clock.now() + lasts >= closesAt(args, clock.now());
  const call = deed === "tell" ? "message" : deed === "disconnect" ? "disconnect" : intent.call;
  return backend.inTurn(call, session, async () => {
    if (isTooLate()) return { status: "closed" };
    const live = await backend.session(session);
    if (!live || !sameSession(live, session)) return { status: "none" };
    const [violation] = judge(intent, args, memory, [live], clock.now()).violations;
    if (!violation) return { status: "none" };
    refuseThisOne(verbOf(intent, deed), args, violation);
    if (isTooLate()) return { status: "closed" };
    if (deed === "finish") return intent.act(backend, violation, args);
    if (deed === "tell") return tell(backend, violation, args);
    if (!isConnected(violation)) return { status: "already" };
    await backend.disconnect(violation);
    return { status: "done" };
  });
}

/** The list may have had less of a session's names than it has when it is read. @throws UserUnknown, SessionProtected */
function refuseThisOne(verb: string, { sessions, protect = {} }: GraceArgs, live: Session): void {
  const excepted = possiblyExcepted(sessions, live);
  if (excepted !== undefined) throw new UserUnknown(verb, live, excepted);
  const protection = protectionOf(protect, live);
  if (protection !== undefined) throw new SessionProtected(verb, live, protection);
}

async function tell(backend: Backend, session: Session, { notice }: GraceArgs): Promise<Deed> {
  if (!showsMessages(session)) return { status: "notShown", state: session.state, why: `the session is ${session.state}, and only an active one shows messages` };
  return deliver(backend, session, { title: notice!.title, body: notice!.body });
}
