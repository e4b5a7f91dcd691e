/** What a dynamic resource does that does nothing; {@link file://./refresh.mts} holds intents against it. */
import type { dynamic } from "@pulumi/pulumi";

/** @param state what is in the outputs besides the inputs */
export const methods = (state: object): dynamic.ResourceProvider => ({
  check: async (_olds, inputs: object) => ({ inputs }),
  diff: async () => ({ changes: false }),
  create: async (inputs: object) => ({ id: "noop", outs: { ...inputs, ...state } }),
  read: async (id, props: object) => ({ id, props }),
});
