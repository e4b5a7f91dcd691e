import { SessionsError, type Account } from "./sessions-error";

/** The host pool, or something above it, does not exist or is not visible to the caller. */
export class NotFound extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({
      ...account,
      remedy: "Check subscriptionId, resourceGroupName and hostPoolName of the scope, and that the cloud is the right one.",
    });
  }
}
