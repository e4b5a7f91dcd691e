import { z } from "zod";
import type { azure } from "./azure";
import { endsWithinWindow, escalate, guards, minimumAvailable, notice } from "./guards";
import { only, unsupported } from "./shape";

/** The arguments of the intents about hosts: Azure's, since Remote Desktop Services have no drain mode of a virtual desktop's host. */
export function hostArgumentsOn({ scope, choice, force }: typeof azure, common: { readonly maxSessions: z.ZodType; readonly timeoutSeconds: z.ZodType }) {
  const sessionHost = choice.shape.sessionHost.unwrap();
  const place = { scope, sessionHost };
  const drained = { ...place, minimumAvailable, within: guards.within };
  return {
    HostDrained: only("HostDrained", drained),
    HostEmpty: only("HostEmpty", {
      ...drained,
      except: only("except", { users: choice.shape.except.unwrap().shape.users }).optional(),
      finish: z.enum(["disconnected", "loggedOff"], "expected disconnected or loggedOff").optional(),
      force,
      notice,
      escalate,
      maxSessions: common.maxSessions,
      protect: guards.protect,
      timeoutSeconds: common.timeoutSeconds,
      triggers: z.array(z.unknown(), "expected a list").optional(),
      mustSettle: z.boolean("expected true or false").optional(),
      onFailure: z.enum(["return", "keepDrained"], "expected return or keepDrained").optional(),
      maintenance: only("maintenance", { sessionHosts: z.array(z.string()), hasWork: z.boolean(), atOnce: z.int().positive().optional() }).optional(),
    }).refine(({ finish, escalate: further }) => finish !== "disconnected" || further === undefined, { path: ["escalate"], message: "is for finish: loggedOff; expected one of them" }).superRefine(endsWithinWindow),
    HostReturned: only("HostReturned", {
      ...place,
      emptiedAt: z.string().optional(),
      found: z.object({ allowNewSession: z.boolean(), changedAt: z.string().optional(), triedAt: z.string().optional() }).optional(),
    }),
  };
}

const NO_DRAIN_MODE = "Remote Desktop Services have no drain mode that this package could turn on; use SessionLoggedOff with sessionHost instead";

/** The same on Remote Desktop Services: refused. */
export const noHosts = {
  HostDrained: z.looseObject({ scope: unsupported(NO_DRAIN_MODE).unwrap() }),
  HostEmpty: z.looseObject({ scope: unsupported(NO_DRAIN_MODE).unwrap() }),
  HostReturned: z.looseObject({ scope: unsupported(NO_DRAIN_MODE).unwrap() }),
};
