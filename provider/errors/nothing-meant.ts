import { SessionsError } from "./sessions-error";

/** A pattern that is to choose among intents matches none of them. */
export class NothingMeant extends SessionsError {}
