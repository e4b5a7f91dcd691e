import { SessionsError, type Account } from "./sessions-error";

/** A token was had, and the system does not accept it. */
export class TokenRefused extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({ ...account, remedy: "Check that the tenant is the subscription's own, and that the cloud is the right one." });
  }
}
