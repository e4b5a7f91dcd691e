import { SessionsError, type Account } from "./sessions-error";

/**
 * Pulumi runs a refresh with the configuration that the last update left in the state, so a secret that has been changed
 * since is not the one that is used. Seen with 3.259: `--run-program` gives a refresh the configuration of now.
 */
const ofAnEarlierUpdate =
  "A refresh signs in with the configuration of the last update; `pulumi up --refresh --run-program` takes that of now.";

/** No token could be had, or the broker does not take the credentials. */
export class SignInFailed extends SessionsError {
  constructor(readonly account: Account) {
    super(account);
  }
}

/** The same, to somebody who refreshes. */
export const onRefresh = ({ account }: SignInFailed): SignInFailed => new SignInFailed({ ...account, remedy: `${account.remedy} ${ofAnEarlierUpdate}` });
