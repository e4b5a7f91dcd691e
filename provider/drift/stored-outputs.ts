import { z } from "zod";

const identity = z.object({
  sessionHost: z.string(),
  sessionId: z.string(),
  user: z.string(),
  createTime: z.string().optional(),
  virtualMachine: z.string().optional(),
});

/** The outputs of an intent that an observation looks at. */
export const storedOutputs = z.object({
  pinned: identity.optional(),
  recipients: z.array(identity.extend({ status: z.enum(["sent", "unconfirmed", "failed"]) })).optional(),
  audienceChosen: z.boolean().optional(),
  settledAt: z.iso.datetime("expected a time as ISO 8601").optional(),
});
