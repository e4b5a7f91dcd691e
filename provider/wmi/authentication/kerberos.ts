import { BadConfiguration } from "../../errors/bad-configuration";
import { NotSignedIn } from "../failures/not-signed-in";
import type { Authentication } from "./authentication";

/** What is used of the package `kerberos` (mongodb-js/kerberos, 2.x to 7.x). */
interface KerberosPackage {
  readonly GSS_MECH_OID_SPNEGO: number;
  initializeClient(service: string, options: { readonly mechOID: number }): Promise<{ step(challenge: string): Promise<string> }>;
}

/** A ticket for the broker, from the tickets of whoever runs this. One token signs in a connection. */
export function kerberos(host: string): Authentication {
  const library = load();
  return {
    next: async ({ fresh }) => {
      if (!fresh) return { more: false };
      return { authorization: `Negotiate ${await tokenFor(library, host)}`, more: false };
    },
  };
}

async function tokenFor(library: KerberosPackage, host: string): Promise<string> {
  try {
    // SSPI names services HTTP/host, GSSAPI HTTP@host.
    const service = `HTTP${process.platform === "win32" ? "/" : "@"}${host}`;
    const client = await library.initializeClient(service, { mechOID: library.GSS_MECH_OID_SPNEGO });
    return await client.step("");
  } catch (error) {
    throw new NotSignedIn(`there is no Kerberos ticket for HTTP/${host}: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** It has native parts, so only who signs in with Kerberos installs and loads it. */
function load(): KerberosPackage {
  try {
    return require("kerberos") as KerberosPackage;
  } catch (error) {
    throw new BadConfiguration({
      failed: "sign in with kerberos",
      why: `the optional package "kerberos" cannot be loaded (${(error as Error).message.split("\n")[0]})`,
      remedy: "Run `npm install kerberos` beside the Pulumi program, or set desktop-sessions:rdsAuthentication to ntlm.",
    });
  }
}
