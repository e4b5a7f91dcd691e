import type { Backend } from "../backend";
import type { Clock } from "../clock";
import { UserUnknown } from "../errors/user-unknown";
import { sameSession } from "../identity";
import { mayBeExcepted } from "../selector";
import { showsMessages, type Session } from "../session";
import { deliver } from "./deliver";
import type { Deed, GraceArgs, Intent, Memory } from "./intent";
import { judge } from "./judge";
import { touches, type Step } from "./plan";

/** Reads the session once more, when the system would take the step, and takes it if it is still the same session and still breaks the intent. */
export function attempt<Args extends GraceArgs>(intent: Intent<Args>, args: Args, memory: Memory, { session, deed }: Step, backend: Backend, clock: Clock): Promise<Deed> {
  const call = deed === "tell" ? "message" : deed === "disconnect" ? "disconnect" : intent.call;
  return backend.inTurn(call, session, async () => {
    const live = await backend.session(session);
    if (!live || !sameSession(live, session)) return { status: "none" };
    const [violation] = judge(intent, args, memory, [live], clock.now()).violations;
    if (!violation) return { status: "none" };
    if (mayBeExcepted(args.sessions, violation)) throw new UserUnknown(intent.verb, violation);
    if (deed === "finish") return intent.act(backend, violation, args);
    if (deed === "tell") return tell(backend, violation, args);
    if (touches({ session: violation, deed })) await backend.disconnect(violation);
    return { status: "done" };
  });
}

async function tell(backend: Backend, session: Session, { notice }: GraceArgs): Promise<Deed> {
  if (!showsMessages(session)) return { status: "notShown", why: `the session is ${session.state}, and only an active one shows messages` };
  return deliver(backend, session, { title: notice!.title, body: notice!.body });
}
