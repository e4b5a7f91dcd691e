import type { Authentication } from "./authentication";

/** TLS has shown the certificate; the header says that it is meant to sign in. Source: DSP0226, section C.3. */
const authorization = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

export const clientCertificate: Authentication = { next: async () => ({ authorization, more: false }) };
