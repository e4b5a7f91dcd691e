import { styleText } from "node:util";
import Table from "cli-table3";
import type { World } from "pulumi-desktop-sessions/emulator";

/** The sessions of an emulator as a table, in which those that changed since the last time say what they were. */
export class SessionsTable {
  readonly #world: World;
  #before = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  render(): string {
    const style = isColoured ? { head: ["bold"], border: ["grey"] } : { head: [], border: [] };
    const table = new Table({ head: ["host", "session", "user", "state", "application"], style: { ...style, compact: true } });
    const now = new Map<string, string>();
    for (const pool of this.#world.hostPools()) {
      for (const host of pool.hosts) {
        for (const { id, userPrincipalName, sessionState, applicationType } of host.sessions) {
          const key = `${host.name}/${id}`;
          const before = this.#before.get(key) ?? sessionState;
          const change = before === sessionState ? "" : styleText("bold", ` ← was ${before}`);
          table.push([host.name, id, userPrincipalName, styleText(sessionState === "Active" ? "green" : "yellow", sessionState) + change, applicationType]);
          now.set(key, sessionState);
        }
      }
    }
    this.#before = now;
    return table.toString();
  }
}

/** Whether this process's output is a terminal that wants colours: `styleText` asks it, NO_COLOR and FORCE_COLOR. */
export const isColoured = styleText("bold", "x") !== "x";
