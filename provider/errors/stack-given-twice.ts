import { SessionsError } from "./sessions-error";

/** Two of the states that were given are of one stack. */
export class StackGivenTwice extends SessionsError {}
