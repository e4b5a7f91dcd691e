import { SessionsError, type Account } from "./sessions-error";

/** The broker has no collection of virtual desktops of that id. */
export class CollectionNotFound extends SessionsError {
  constructor(account: Omit<Account, "remedy">) {
    super({ ...account, remedy: "Check collectionId of the scope: the broker calls it the Alias of the collection." });
  }
}
