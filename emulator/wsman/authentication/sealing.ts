import type { IncomingMessage } from "node:http";

/**
 * Clients that encrypt ("seal") their messages (MS-WSMV, section 2.2.9.1), which pywinrm and pypsrp do by default over http.
 * Nothing is unsealed here, but they are to hear so in a fault that they show to people.
 */
export const isSealed = ({ headers }: IncomingMessage): boolean => /^\s*multipart\/(?:x-multi-)?encrypted\s*(?:;|$)/i.test(headers["content-type"] ?? "");

/**
 * Whether a request is there to negotiate a context and says nothing yet: a client that seals can do so only afterwards. By
 * MS-WSMV, section 2.2.9.1.1.1, the service's "200 OK" says that the context is complete
 * (https://learn.microsoft.com/openspecs/windows_protocols/ms-wsmv/3d957d6c-d5cf-4b7e-8bbe-4e7c68a089de).
 */
export const onlyNegotiates = ({ headers }: IncomingMessage): boolean => headers["content-length"] === "0" && /^(?:negotiate|ntlm) /i.test(headers.authorization ?? "");
