import { SessionsError, type Account } from "./sessions-error";

/** The system answered something that its description does not allow, and that cannot be acted on safely. */
export class UnexpectedAnswer extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({ ...account, remedy: "Nothing was done with it. Please report it with the answer's shape." });
  }
}
