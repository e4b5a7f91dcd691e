import { SessionsError, type Account } from "./sessions-error";

/** The system knows the caller and does not let it do this. */
export class AccessDenied extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({
      ...account,
      remedy:
        'Grant the principal "Desktop Virtualization User Session Operator" and "Desktop Virtualization Host Pool Reader" on the host pool or its resource group; a new grant takes some minutes.',
    });
  }
}
