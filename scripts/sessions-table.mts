import { styleText } from "node:util";
import Table from "cli-table3";
import type { SessionRow } from "./trial.mts";

/** Sessions as a table, in which those that changed since the last time say what they were. */
export class SessionsTable {
  readonly #heading: string;
  #before = new Map<string, string>();

  /** @param heading of the last column */
  constructor(heading: string) {
    this.#heading = heading;
  }

  render(sessions: readonly SessionRow[]): string {
    const style = isColoured ? { head: ["bold"], border: ["grey"] } : { head: [], border: [] };
    const table = new Table({ head: ["host", "session", "user", "state", this.#heading], style: { ...style, compact: true } });
    const now = new Map<string, string>();
    for (const { host, id, user, state, more } of sessions) {
      const key = `${host}/${id}`;
      const before = this.#before.get(key) ?? state;
      const change = before === state ? "" : styleText("bold", ` ← was ${before}`);
      table.push([host, id, user, styleText(state === "Active" ? "green" : "yellow", state) + change, more]);
      now.set(key, state);
    }
    this.#before = now;
    return table.toString();
  }
}

/** Whether this process's output is a terminal that wants colours: `styleText` asks it, NO_COLOR and FORCE_COLOR. */
export const isColoured = styleText("bold", "x") !== "x";
