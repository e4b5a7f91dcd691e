import { SessionsError, type Account } from "./sessions-error";

/** The RD Connection Broker knows the caller and does not let it do this. */
export class AccessDeniedByBroker extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({
      ...account,
      remedy:
        "Make the account an administrator of the RD Connection Broker, or a member of its Remote Management Users with Enable Account, Remote Enable and Execute Methods on the WMI namespace root\\cimv2\\rdms.",
    });
  }
}
