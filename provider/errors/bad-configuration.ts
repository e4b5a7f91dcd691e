import { SessionsError } from "./sessions-error";

/** A setting contradicts another or is not one of those that exist. */
export class BadConfiguration extends SessionsError {}
