import { SessionsError } from "./sessions-error";

/** The system could not be reached, or answered with an error that no other class is for. */
export class RequestFailed extends SessionsError {}
