import { styleText } from "node:util";
import { byPlace } from "../provider/by-place";
import { pad, widthOf } from "../provider/drift/formats/text/columns";
import { visible } from "../provider/drift/formats/visible";
import { InvalidArguments } from "../provider/errors/invalid-arguments";
import { listSessions } from "../provider/list-sessions";
import type { Session } from "../provider/session";
import { listHelp, parseListOptions, refuseOptions } from "./list-options";

/** `desktop-sessions list`. Resolves to the exit code. */
export async function list(args: string[]): Promise<number> {
  const { help, scope, selector, json } = parseListOptions(args);
  if (help) {
    process.stdout.write(listHelp);
    return 0;
  }
  const sessions = await listSessions(scope, selector, () => undefined, "list sessions").catch((error: unknown) => {
    throw error instanceof InvalidArguments ? refuseOptions(error.failures) : error;
  });
  process.stdout.write(json ? `${JSON.stringify(sessions, null, 2)}\n` : renderSessions(sessions));
  return 0;
}

function renderSessions(sessions: readonly Session[]): string {
  if (sessions.length === 0) return "No session matches.\n";
  const rows = sessions.toSorted(byPlace).map(({ sessionHost, sessionId, user, state, createTime = "", virtualMachine = "" }) => [sessionHost, sessionId, user, state, createTime, virtualMachine].map(visible));
  const head = ["HOST", "ID", "USER", "STATE", "CREATED", "MACHINE"];
  const columns = head.flatMap((_, column) => (rows.some((row) => row[column] !== "") ? [column] : []));
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => widthOf(row[column]!))));
  const line = (cells: readonly string[]): string => columns.map((column) => pad(cells[column]!, widths[column]!)).join("  ").trimEnd();
  return [styleText("bold", line(head), { stream: process.stdout }), ...rows.map(line), ""].join("\n");
}
