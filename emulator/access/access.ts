/** What a principal may do. That it is everything must be said, too: there is no absent value that could be taken for it. */
export interface Access {
  /** Whether an operation is allowed at a scope: by a role there or above. */
  permits(action: string, scope: string): boolean;
  /** Whether an operation is allowed at a scope or somewhere below. */
  permitsWithin(action: string, scope: string): boolean;
  /** Whether there is a role at a scope, above or below it. */
  reaches(scope: string): boolean;
}

/** Of a principal of whom the seed states no roles. */
export const everything: Access = { permits: () => true, permitsWithin: () => true, reaches: () => true };

/** Of a principal that there is not. */
export const nothing: Access = { permits: () => false, permitsWithin: () => false, reaches: () => false };
