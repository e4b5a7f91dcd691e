import { isConnected } from "../session";
import { commonArguments, type GraceArgs, type Intent } from "./intent";

export type SessionDisconnectedArgs = Omit<GraceArgs, "escalate">;

/** Nobody who matches is connected; their applications may go on running. */
export const sessionDisconnected: Intent<SessionDisconnectedArgs> = {
  takes: [...commonArguments, "notice"],
  call: "disconnect",
  verb: "disconnect",
  done: "disconnected",
  doing: "Disconnecting",
  wanted: "Disconnected",
  found: (session) => session.state,
  violations: (_, matching) => matching.filter(isConnected),
  act: async (backend, session) => {
    await backend.disconnect(session);
    return { status: "done" };
  },
};
