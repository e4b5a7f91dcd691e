import { isConnected } from "../session";
import { commonArguments, type Intent } from "./intent";

/** Nobody who matches is connected; their applications may go on running. */
export const sessionDisconnected: Intent = {
  takes: commonArguments,
  verb: "disconnect",
  wanted: "Disconnected",
  found: (session) => session.state,
  violations: (_, matching) => matching.filter(isConnected),
  act: async (backend, session) => {
    await backend.disconnect(session);
    return { status: "done" };
  },
};
