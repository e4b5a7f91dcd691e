import { commonArguments, type GraceArgs, type Intent } from "./intent";

export interface SessionLoggedOffArgs extends GraceArgs {
  /** Also log off sessions that do not let go by themselves, such as those whose host has stopped. Default: false. */
  readonly force?: boolean;
}

/** Nobody who matches has a session. */
export const sessionLoggedOff: Intent<SessionLoggedOffArgs> = {
  takes: [...commonArguments, "force", "notice", "escalate"],
  call: "logOff",
  verb: "log off",
  done: "logged off",
  doing: "Logging off",
  wanted: "logged off",
  found: (session) => session.state,
  violations: (_, matching) => matching,
  act: async (backend, session, { force = false }) => {
    await backend.logOff(session, { force });
    return { status: "done" };
  },
};
