import { SessionsError } from "./sessions-error";

/** A window is by the clock of a time zone that this machine does not know, such as that of a state which another one wrote. */
export class TimeZoneUnknown extends SessionsError {
  constructor(timeZone: string) {
    super({
      failed: `tell when the window of ${JSON.stringify(timeZone)} opens`,
      why: "this machine knows no such time zone",
      remedy: "Give an IANA name in within.timeZone, such as Europe/Berlin, or run it with a newer Node.",
    });
  }
}
