import { DrainUndone } from "../errors/drain-undone";
import { HostNotFound } from "../errors/host-not-found";
import type { HostBackend } from "../host-backend";
import type { Backend } from "../backend";
import { findHost } from "./host-place";

/**
 * A backend that sees sessions only as long as a host is drained: each list of them, and each look at one before it is
 * touched, fails with `DrainUndone` once it takes newcomers. A look may be some seconds old.
 */
export function stillDrained(backend: HostBackend, sessionHost: string): Backend {
  const look = async (age: "recent" | "now"): Promise<void> => {
    const hosts = await backend.hosts(age);
    const host = findHost(hosts, sessionHost);
    if (!host) throw new HostNotFound(`go on with ${sessionHost}`, sessionHost, "its pool any more", hosts.map(({ name }) => name));
    if (host.allowNewSession) throw new DrainUndone(host.name, host.lastModifiedAt);
  };
  return {
    atOnce: backend.atOnce,
    inTurn: (call, session, work) => backend.inTurn(call, session, work),
    disconnect: (session) => backend.disconnect(session),
    logOff: (session, options) => backend.logOff(session, options),
    message: (session, message) => backend.message(session, message),
    session: async (which) => {
      await look("recent");
      return backend.session(which);
    },
    sessions: async (age) => {
      const sessions = await backend.sessions(age);
      if (age === "now") await look("now");
      return sessions;
    },
  };
}
