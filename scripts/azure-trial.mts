import type { Trial } from "./trial.mts";

export const azureTrial: Trial = {
  system: "Azure Virtual Desktop",
  project: ".",
  program: "examples/quickstart/index.ts",
  heading: "application",
  rows: (world) =>
    [...world.hostPools()].flatMap((pool) =>
      [...pool.hosts].flatMap((host) =>
        [...host.sessions].map(({ id, userPrincipalName, sessionState, applicationType }) => ({ host: host.name, id, user: userPrincipalName, state: sessionState, more: applicationType })),
      ),
    ),
  reconnectBob: (world) => world.reconnect(world.session("sh-0.contoso.com", 3)),
  drift: 'sh-0.contoso.com/3 bob@contoso.com: "Active" => "Disconnected"',
};
