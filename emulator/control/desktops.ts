import express, { type Router } from "express";
import { domainUserName } from "../world/name-constraints";
import type { DesktopState, VirtualDesktop } from "../world/rds/virtual-desktop";
import type { NewDesktopSession, VirtualDesktopSession } from "../world/rds/virtual-desktop-session";
import type { RdsDeployment } from "../world/rds/rds-deployment";
import { ControlError } from "./control-error";
import { desktop as format } from "./format";
import { resource } from "./resource";
import { send } from "./send";
import { refused, statedTexts } from "./stated-texts";

type Act = (rds: RdsDeployment, desktop: VirtualDesktop, body: unknown) => void;

const onSession = (act: (rds: RdsDeployment, session: VirtualDesktopSession) => void): Act => (rds, desktop) => {
  if (!desktop.session) throw new ControlError(404, `Nobody is signed in on ${desktop.name}. POST sign-in first.`);
  act(rds, desktop.session);
};
const into = (state: DesktopState): Act => (rds, desktop) => rds.setState(desktop, state);

/** What a person or a test does with a desktop from outside. */
const actions: Readonly<Record<string, Act>> = {
  "sign-in": (rds, desktop, body) => void rds.signIn(desktop, newDesktopSession(body)),
  reconnect: onSession((rds, session) => rds.reconnect(session)),
  disconnect: onSession((rds, session) => rds.disconnect(session)),
  "sign-out": onSession((rds, session) => rds.logOff(session)),
  start: into("Running"),
  "turn-off": into("Off"),
  pause: into("Paused"),
  save: into("Saved"),
};

/** `desktops` of the control plane: virtual desktops by their name, and who is on them. */
export function desktopsRouter(rds: RdsDeployment): Router {
  const router = express.Router();
  resource(router, "/", { GET: { act: (_request, response) => void send(response, { desktops: Array.from(rds.desktops, format) }) } });
  resource<{ name: string; action: string }>(router, "/:name/:action", {
    POST: {
      act: (request, response) => {
        const { name, action } = request.params;
        const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
        if (!act) throw new ControlError(404, `There is no action ${action}. There are ${Object.keys(actions).join(", ")}.`);
        const desktop = rds.desktop(name);
        act(rds, desktop, request.body);
        send(response, format(desktop));
      },
    },
  });
  return router;
}

/** @throws ControlError */
function newDesktopSession(body: unknown): NewDesktopSession {
  const { user, clientMachineName } = statedTexts(body, ["user", "clientMachineName"], 'Send {"user": "DOMAIN\\\\name"}, and if you like "clientMachineName".');
  if (user === undefined || !domainUserName.test(user)) throw refused(`user is ${user === undefined ? "missing" : JSON.stringify(user)}, and must be a name such as CONTOSO\\alice.`);
  return { user, clientMachineName };
}
