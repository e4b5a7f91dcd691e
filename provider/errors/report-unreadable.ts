import { SessionsError } from "./sessions-error";

/** What was given for an earlier report is none. */
export class ReportUnreadable extends SessionsError {}
