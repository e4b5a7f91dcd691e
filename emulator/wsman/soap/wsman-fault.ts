/** Whose protocol a fault belongs to: it decides the fault's Action. */
export type FaultFamily = "addressing" | "enumeration" | "wsman" | "soap";

export interface FaultParts {
  family: FaultFamily;
  /** Default: `Sender`. */
  code?: "Sender" | "Receiver" | "MustUnderstand" | "VersionMismatch";
  /** With the prefix of the answer's envelope: `w:InvalidSelectors`. Faults of SOAP itself have none. */
  subcode?: string;
  /** Windows' number of it. */
  number: number;
  /** Last segment of a detail that the DMTF's specification names: `InvalidResourceURI`. */
  detail?: string;
  /** What a provider of WMI said about it. */
  provider?: { wmi: string };
}

/** A request that is answered by a SOAP fault. */
export class WsmanFault extends Error {
  override readonly name = "WsmanFault";
  readonly parts: FaultParts;

  constructor(message: string, parts: FaultParts) {
    super(message);
    this.parts = parts;
  }
}
