import { SessionNotFound } from "../world/errors/session-not-found";
import { messageContent } from "./body";
import { type ArmCall, hostOf, poolOf, type Reply, sessionOf } from "./call";
import { parseFilter } from "./filter";
import { userSessionOfHost, userSessionOfPool } from "./format";
import { byId, byObjectId, cutPage, nextLink, pageRequest } from "./page";
import { booleanParameter } from "./query";

export function listByHostPool(call: ArmCall): Reply {
  const request = pageRequest(call.query);
  const source = call.query.get("$filter");
  const filter = source === undefined ? undefined : parseFilter(source);
  const { items, last } = cutPage(poolOf(call).sessions, byObjectId, request, filter);
  const value = items.map((session) => userSessionOfPool(session, call.path));
  call.world.wereRead(items);
  return { status: 200, body: { value, nextLink: nextLink(call.origin, call.url, last) } };
}

export function listByHost(call: ArmCall): Reply {
  const request = pageRequest(call.query);
  const { items, last } = cutPage(hostOf(call).sessions, byId, request);
  const value = items.map((session) => userSessionOfHost(session, call.path));
  call.world.wereRead(items);
  return { status: 200, body: { value, nextLink: nextLink(call.origin, call.url, last) } };
}

export function get(call: ArmCall): Reply {
  const session = sessionOf(call);
  const body = userSessionOfHost(session, call.path);
  call.world.wasRead(session);
  return { status: 200, body };
}

/**
 * A session that is not there is a 204; with `force`, a 404 (as reported in 2020). `force` removes the session also where the
 * service can't reach its host (https://learn.microsoft.com/powershell/module/windowsvirtualdesktop/invoke-rdsusersessionlogoff).
 */
export function logOff(call: ArmCall): Reply {
  const force = booleanParameter(call.query, "force");
  try {
    call.world.logOff(sessionOf(call), { force });
    return { status: 200 };
  } catch (error) {
    if (error instanceof SessionNotFound && !force) return { status: 204 };
    throw error;
  }
}

export function disconnect(call: ArmCall): Reply {
  call.world.disconnect(sessionOf(call));
  return { status: 200 };
}

/**
 * Answers 200 to a session that will not show the message, too: a choice, known is only that no other than an active one
 * shows any. The one operation of which users report that the host's name must have its own case: in another, the
 * session "is not found".
 */
export function sendMessage(call: ArmCall): Reply {
  const { title, body } = messageContent(call.body);
  const session = sessionOf(call);
  if (session.host.name !== call.path.names[1]) throw new SessionNotFound(session.id, call.path.names[1]);
  call.world.message(session, title, body);
  return { status: 200 };
}
