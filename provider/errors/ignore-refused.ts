import { SessionsError } from "./sessions-error";

/** A file of rules that cannot be followed as it is. */
export class IgnoreRefused extends SessionsError {}
