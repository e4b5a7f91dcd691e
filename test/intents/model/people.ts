/** Who there is. */
export const people = ["alice", "bob", "carol", "dave", "svc"] as const;
