import { SessionsError } from "./sessions-error";

/** A rule whose last day is over: what it hid counts again, and somebody has to decide anew. */
export class IgnoreExpired extends SessionsError {}
