import { z } from "zod";
import { rdsSessionStates } from "../session";
import { choiceOf } from "./selector";
import { downLevelName, only, unsupported } from "./shape";

/** The name of a computer, which becomes a part of a URL and of a query. */
const name = (what: string) => z.string().regex(/^[\p{L}\p{N}._-]{1,255}$/u, `expected ${what}`);

const scope = only("a Remote Desktop Services deployment", {
  connectionBroker: name("the host name of the connection broker, without scheme or port"),
  collectionId: z.string("expected text").regex(/^(?! )[^\p{C}]{1,255}(?<! )$/u, "expected the broker's id of a collection, without blanks at its ends").optional(),
});

const choice = choiceOf({
  // The class has UserName and DomainName, and nothing that a user principal name could be compared with.
  user: z
    .string("expected text")
    .regex(new RegExp(`^${downLevelName}$`), "expected the whole of DOMAIN\\bob, the only name that Remote Desktop Services knows of a user"),
  sessionHost: name("the name of the host of the virtual machine (VMHostName)"),
  states: rdsSessionStates,
  olderThan: unsupported("Remote Desktop Services keeps no create time; select by state instead"),
});

/** What is particular to Remote Desktop Services in the arguments of intents and of `getSessions`. */
export const rds = {
  scope,
  choice,
  force: z.literal(false, "UnsupportedByBackend: Logoff of Remote Desktop Services cannot be forced; leave it out, and turn off a virtual machine that does not let go").optional(),
};
