import { SessionsError } from "./sessions-error";

/** No token could be had. */
export class SignInFailed extends SessionsError {}
