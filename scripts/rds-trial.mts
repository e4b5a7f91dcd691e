import type { Trial } from "./trial.mts";

export const rdsTrial: Trial = {
  system: "Remote Desktop Services",
  project: "examples/quickstart-rds",
  program: "examples/quickstart-rds/index.ts",
  heading: "virtual machine",
  rows: ({ rds }) =>
    [...rds.sessions()].map(({ desktop, id, user, connectState }) => ({ host: desktop.host.name, id, user, state: connectState, more: desktop.name })),
  reconnectBob: ({ rds }) => rds.reconnect(rds.session("hv-0.contoso.com", 3)),
  drift: 'hv-0.contoso.com/3 CONTOSO\\bob: "Active" => "Disconnected"',
};
