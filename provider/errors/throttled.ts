import { SessionsError } from "./sessions-error";

/** ARM refuses calls of this principal for longer than is waited for. The one that it is about was not processed. */
export class Throttled extends SessionsError {}
