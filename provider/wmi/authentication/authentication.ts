/** Where signing in stands, before a request leaves. */
export interface Moment {
  /** This connection is not signed in. */
  readonly fresh: boolean;
  /** The `WWW-Authenticate` lines of the answer to the step before; none at the first. */
  readonly challenges: readonly string[];
  /** The server's certificate (DER), over https. */
  readonly certificate: Buffer | undefined;
}

export interface Step {
  /** The header; absent where the connection is signed in already. */
  readonly authorization?: string;
  /** The server has to answer before the message itself may leave. */
  readonly more: boolean;
}

/** How one connection proves who calls. Each connection has one of its own. */
export interface Authentication {
  /** @throws NotSignedIn, BadConfiguration */
  next(moment: Moment): Promise<Step>;
}
