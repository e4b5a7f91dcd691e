import { z } from "zod";
import { lengthOfTime, narrows, type Selector } from "../selector";
import { only } from "./shape";

/** What differs between the systems: how users and hosts are named, which states there are, and whether age is known. */
interface Particulars {
  readonly user: z.ZodType<string>;
  readonly sessionHost: z.ZodType<string>;
  readonly states: readonly [string, ...string[]];
  readonly olderThan: z.ZodType;
}

/** Any selector, also one that selects all. For reading, which touches nobody. */
export const choiceOf = ({ user, sessionHost, states, olderThan }: Particulars) =>
  only("a selector", {
    user: user.optional(),
    sessionHost: sessionHost.optional(),
    sessionId: z
      .union([z.string(), z.int()], "expected the id of a session, such as 3")
      .refine((id) => /^(0|[1-9]\d*)$/.test(String(id)), "expected the id of a session, such as 3")
      .optional(),
    state: z.enum(states, `expected one of ${states.join(", ")}`).optional(),
    olderThan: olderThan.optional(),
    disconnectedFor: z
      .string()
      .refine((given) => lengthOfTime(given) !== undefined, 'expected a length of time such as "4h" or "2 days"')
      .optional(),
    everyone: z.boolean().optional(),
    except: only("except", {
      users: z.array(user, "expected a list").optional(),
      sessionHosts: z.array(sessionHost, "expected a list").optional(),
    }).optional(),
  })
    .refine(({ sessionId, sessionHost: host }) => sessionId === undefined || host !== undefined, {
      path: ["sessionHost"],
      message: "is missing; expected the host of sessionId, because every host gives out the same ids",
    })
    .refine(({ everyone, user: one, sessionId }) => everyone !== true || (one === undefined && sessionId === undefined), {
      path: ["everyone"],
      message: "expected either that or somebody by user or sessionId",
    });

/** Whoever only looks remembers nothing. */
export const momentary = (choice: ReturnType<typeof choiceOf>) =>
  choice.refine(({ disconnectedFor }) => disconnectedFor === undefined, { path: ["disconnectedFor"], message: "is for intents, which remember when they first saw a session disconnected; expected not to be there" });

/** An intent acts, so its selector has to say on whom. */
export const selectorOf = (choice: ReturnType<typeof choiceOf>) =>
  choice
    .refine(({ disconnectedFor, state }) => disconnectedFor === undefined || state === undefined || state === "Disconnected", { path: ["state"], message: "cannot be together with disconnectedFor; expected one of them" })
    .refine((given) => given.sessionId !== undefined || narrows(given as Selector), {
    message: "selects nobody in particular; expected user, sessionHost, state, olderThan or disconnectedFor, or everyone: true if all are meant",
    when: ({ issues }) => issues.length === 0, // whoever misspells a property does not mean nobody
  });
