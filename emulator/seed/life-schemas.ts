import type { z as Zod, ZodRawShape, ZodString, ZodType } from "zod";
import { milliseconds } from "../world/life/duration";
import { destinations } from "../world/life/returns";
import { transitionNames } from "../world/life/transitions";

type Exactly = <S extends ZodRawShape>(shape: S) => Zod.ZodObject<S>;

const TRANSITION = 'either after (milliseconds, or a text such as "5s") or polls (a whole number)';

/** Schemas of what is on its way in a world, and of who comes back to it. */
export function lifeSchemas(z: typeof Zod, exactly: Exactly, text: ZodString, instant: ZodType<string>) {
  const duration = z.unknown().refine((value) => milliseconds(value) !== undefined, 'milliseconds, or a text such as "30s"') as ZodType<number | string>;
  const polls = z.int().min(0);
  const transition = exactly({ after: duration.optional(), polls: polls.optional() })
    .refine(({ after, polls: reads }) => (after === undefined) !== (reads === undefined), TRANSITION)
    .transform(({ after, polls: reads }) => (after === undefined ? { polls: reads! } : { after }));
  const [signIn, disconnect, logOff] = [transition.optional(), transition.optional(), transition.optional()];
  return {
    transitions: exactly({ signIn, disconnect, logOff }),
    underway: exactly({ transition: z.enum(transitionNames), after: duration.optional(), polls: polls.optional() }).refine(({ after, polls: reads }) => (after === undefined) !== (reads === undefined), TRANSITION),
    returns: exactly({ after: duration, times: z.int().min(1).optional(), to: z.enum(destinations).optional(), left: duration.optional() }),
    serial: z.int().min(1).max(0xffff_ffff),
    modification: exactly({ by: text, at: instant }),
    clock: exactly({ now: instant, frozen: z.boolean().optional() }),
  };
}
