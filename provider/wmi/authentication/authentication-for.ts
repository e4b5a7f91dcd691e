import type { BrokerSettings } from "../../settings/broker-settings";
import type { Authentication } from "./authentication";
import { basic } from "./basic";
import { clientCertificate } from "./client-certificate";
import { kerberos } from "./kerberos";
import { Ntlm } from "./ntlm";

/** The way of signing in that the settings name, for one connection. */
export function authenticationFor({ authentication, username = "", password = "", endpoint }: BrokerSettings): Authentication {
  switch (authentication) {
    case "basic":
      return basic(username, password);
    case "ntlm":
      return new Ntlm(username, password);
    case "certificate":
      return clientCertificate;
    case "kerberos":
      return kerberos(new URL(endpoint).hostname);
  }
}
