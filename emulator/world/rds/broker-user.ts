/** What a user may do with a deployment: `none` signs in and is then refused everything. */
export const accesses = ["full", "read", "none"] as const;
export type Access = (typeof accesses)[number];

/** What is said of a user of the connection broker; at least one of `password` and `certificate`. */
export interface NewBrokerUser {
  password?: string | undefined;
  /** X.509, PEM: the client certificate that is mapped to this user. */
  certificate?: string | undefined;
  /** Default: `full`. */
  access?: Access | undefined;
}

/** Somebody who may sign in to the connection broker: `CONTOSO\rdsadmin`. */
export class BrokerUser {
  readonly name: string;
  readonly domain: string;
  readonly account: string;
  readonly password: string | undefined;
  readonly certificate: string | undefined;
  readonly access: Access;

  constructor(name: string, from: NewBrokerUser) {
    this.name = name;
    [this.domain, this.account] = splitUserName(name);
    this.password = from.password;
    this.certificate = from.certificate;
    this.access = from.access ?? "full";
  }
}

/** `CONTOSO\alice` as domain and account. Without a backslash there is no domain. */
export function splitUserName(name: string): [domain: string, account: string] {
  const backslash = name.indexOf("\\");
  return [name.slice(0, Math.max(backslash, 0)), name.slice(backslash + 1)];
}
