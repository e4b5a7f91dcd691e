import { SessionsError, type Account } from "./sessions-error";

/** The system knows the caller and does not let it do this. */
export class AccessDenied extends SessionsError {
  /** @param drains whether it was to change a host, which takes a role of its own. */
  constructor(account: Omit<Account, "remedy">, drains = false) {
    super({
      ...account,
      remedy: `Grant the principal "Desktop Virtualization Host Pool Reader" and "Desktop Virtualization User Session Operator" on the host pool or its resource group${drains ? ', and where hosts are drained "Desktop Virtualization Session Host Operator"' : ""}; a new grant takes some minutes.`,
    });
  }
}
