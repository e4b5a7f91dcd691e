import { z } from "zod";

const identity = z.object({
  sessionHost: z.string(),
  sessionId: z.string(),
  user: z.string(),
  createTime: z.string().optional(),
  virtualMachine: z.string().optional(),
});

const time = z.iso.datetime("expected a time as ISO 8601");

/** The outputs of an intent that an observation looks at. */
export const storedOutputs = z.object({
  pinned: identity.optional(),
  recipients: z.array(identity.extend({ status: z.enum(["sent", "unconfirmed", "failed"]) })).optional(),
  audienceChosen: z.boolean().optional(),
  notices: z.array(identity.extend({ status: z.enum(["shown", "unconfirmed", "notShown", "failed", "notGiven"]), reason: z.string().optional(), deadline: time, left: z.literal(true).optional(), wasTriedAgain: z.literal(true).optional(), logOffAt: time.optional() })).optional(),
  disconnectedSince: z.array(identity.extend({ since: time })).optional(),
  settled: z.boolean().optional(),
  settledAt: time.optional(),
  found: z.object({ allowNewSession: z.boolean(), changedAt: z.string().optional(), triedAt: z.string().optional() }).optional(),
});
