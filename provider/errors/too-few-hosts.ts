import { listed } from "../intents/sentences";
import { SessionsError } from "./sessions-error";

/** Draining a host would leave fewer hosts than `minimumAvailable` for newcomers; it was not drained. */
export class TooFewHosts extends SessionsError {
  /** @param drained which hosts of the pool are in drain mode: an intent that left the program holds one until the end of the update. */
  constructor(sessionHost: string, scope: string, others: readonly string[], drained: readonly string[], minimumAvailable: number) {
    super({
      failed: `drain ${sessionHost} in ${scope}`,
      why: `minimumAvailable is ${minimumAvailable}, and without it ${others.length === 0 ? "no host" : `only ${others.join(", ")}`} would take newcomers. ${sessionHost} was left as it is`,
      remedy: `${drained.length === 0 ? "" : returned(listed(drained))}Wait until other hosts are available, take fewer at once, or lower minimumAvailable.`,
    });
  }
}

/** The engine deletes last, and never comes to it while this fails. */
const returned = (drained: string): string =>
  `In drain mode: ${drained}. What this stack holds and the program does not name any more is returned first by \`pulumi destroy --target URN\` (\`pulumi stack --show-urns\` has the URN), or goes back into the program until it is done. `;
