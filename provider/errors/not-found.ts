import { SessionsError, type Account } from "./sessions-error";

/** The host pool, or something above it, does not exist or is not visible to the caller. */
export class NotFound extends SessionsError {
  /**
   * It certainly is not there (any more), and with it all that was in it. Otherwise it may only be out of the caller's
   * sight, as a subscription of another tenant is.
   */
  readonly isGone: boolean;

  constructor({ isGone, ...account }: Omit<Account, "remedy"> & { readonly isGone: boolean }) {
    super({
      ...account,
      remedy: "Check subscriptionId, resourceGroupName and hostPoolName of the scope, and that the cloud is the right one.",
    });
    this.isGone = isGone;
  }
}
