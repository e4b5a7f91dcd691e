import { SessionsError } from "./sessions-error";

/** A guard of the intent, and no failure of the system, is why a session was not touched. */
export abstract class LeftAlone extends SessionsError {}
