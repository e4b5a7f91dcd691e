import { SessionsError } from "./sessions-error";

/** Draining a host would leave fewer hosts than `minimumAvailable` for newcomers; it was not drained. */
export class TooFewHosts extends SessionsError {
  constructor(sessionHost: string, scope: string, others: readonly string[], minimumAvailable: number) {
    super({
      failed: `drain ${sessionHost} in ${scope}`,
      why: `minimumAvailable is ${minimumAvailable}, and without it ${others.length === 0 ? "no host" : `only ${others.join(", ")}`} would take newcomers. Nothing was touched`,
      remedy: "Wait until other hosts are available, take fewer at once, or lower minimumAvailable.",
    });
  }
}
