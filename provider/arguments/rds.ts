import { z } from "zod";
import { rdsSessionStates } from "../session";
import { choiceOf } from "./selector";
import { downLevelName, only, text, unsupported } from "./shape";

/** A name of Windows: of a computer or a collection. Neither may have a path or a port in it. */
const name = (what: string) => z.string().regex(/^[^\s\\/:*?"<>|]{1,255}$/, `expected ${what}`);

const scope = only("a Remote Desktop Services deployment", {
  connectionBroker: name("the host name of the connection broker, without scheme or port"),
  collectionId: text.max(255, "expected at most 255 characters").optional(),
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
  force: unsupported("Logoff of Remote Desktop Services cannot be forced; leave it out, and turn off a virtual machine that does not let go"),
};
