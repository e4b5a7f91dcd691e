/** Something that a plane answers to. */
export interface Route {
  /** As Azure's specification calls it; `null` where it has no name. */
  readonly id: string | null;
  readonly method: string;
  /** `/{tenant}/oauth2/v2.0/token` */
  readonly path: string;
}
