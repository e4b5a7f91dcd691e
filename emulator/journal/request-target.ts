import type { RequestTarget } from "./journal-entry";

/** A selector of WS-Management. */
interface Selector {
  name: string;
  value: string;
}

/** The segment before a name, in lower case, and what the name is a name of. */
const nouns: Readonly<Record<string, keyof RequestTarget>> = {
  subscriptions: "subscriptionId",
  resourcegroups: "resourceGroupName",
  hostpools: "hostPoolName",
  sessionhosts: "sessionHostName",
  usersessions: "userSessionId",
};

/**
 * What an ARM path names, as far as it goes. It is read out of the URL, and not taken from the plane: what the front door
 * refuses names something, too. `undefined`: nothing that is known here.
 */
export function targetOfPath(url: string): RequestTarget | undefined {
  const target: RequestTarget = {};
  const segments = url.replace(/[?#].*$/s, "").split("/").slice(1);
  for (let index = 0; index + 1 < segments.length; index += 2) {
    const noun = nouns[segments[index]!.toLowerCase()];
    if (noun !== undefined) target[noun] = decoded(segments[index + 1]!);
  }
  return target.subscriptionId === undefined ? undefined : target;
}

/** What the selectors of an envelope name. */
export function targetOfSelectors(selectors: readonly Selector[]): RequestTarget | undefined {
  const value = (wanted: string): string | undefined => selectors.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value;
  const [VMHostName, SessionId] = [value("VMHostName"), value("SessionId")];
  if (VMHostName === undefined && SessionId === undefined) return undefined;
  return { ...(VMHostName !== undefined && { VMHostName }), ...(SessionId !== undefined && { SessionId }) };
}

/** A name that is not encoded as it should be stays as it was sent: the plane has refused it. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
