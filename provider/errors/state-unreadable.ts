import { SessionsError } from "./sessions-error";

/** What was given for the state of a stack is none, or does not say in clear what it would have to. */
export class StateUnreadable extends SessionsError {}
