/** Something that an operation has to say about a resource, or about the whole. */
export interface Diagnostic {
  severity: "error" | "warning" | "info";
  message: string;
  /** The resource it is about; the stack itself where there is none. */
  urn?: string;
  /** For the moment only: not to be listed in the end. */
  ephemeral?: true;
}
