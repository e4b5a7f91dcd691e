import { SessionsError, type Account } from "./sessions-error";

/** No token could be had, or the one that was had is not accepted. */
export class SignInFailed extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({
      ...account,
      remedy:
        "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or their ARM_ twins, or the configuration of desktop-sessions), and that the cloud is the right one.",
    });
  }
}
