import { SettingRefused } from "../errors/setting-refused";
import { type Duration, milliseconds } from "./duration";

/** What may take its time. */
export const transitionNames = ["signIn", "disconnect", "logOff"] as const;
export type TransitionName = (typeof transitionNames)[number];

/**
 * When something that was asked for takes effect: so long `after`, by the emulator's clock; or after so many `polls`, which
 * are reads of the session, by itself or in a list, over Azure Resource Manager or WS-Management: so many still show it as
 * it was.
 */
export type Transition = { after: Duration } | { polls: number };

/**
 * What takes its time; all else takes effect at once. Meanwhile a session that is signing in shows `Pending`, one that is
 * being logged off `LogOff`, and one that is being disconnected what it showed before (what the service shows then is known
 * to nobody).
 *
 * @example
 * const transitions: Transitions = { signIn: { after: "3s" }, disconnect: { after: 500 }, logOff: { polls: 2 } };
 */
export type Transitions = Partial<Record<TransitionName, Transition | undefined>>;

/** What transitions can be stated of. */
export interface Transitional {
  transitions: Transitions;
}

/** The transition of the innermost that states it; `undefined`: it takes effect at once. @param scopes from the inside out */
export function findTransition(name: TransitionName, ...scopes: readonly Transitional[]): Transition | undefined {
  for (const { transitions } of scopes) {
    const stated = transitions[name];
    if (stated !== undefined) return takesTime(stated) ? stated : undefined;
  }
  return undefined;
}

const takesTime = (transition: Transition): boolean => ("polls" in transition ? transition.polls > 0 : milliseconds(transition.after)! > 0);

/** For those who come without a schema and without types. @throws SettingRefused that says what would be right */
export function checkTransitions(stated: Transitions): Transitions {
  if (!isObject(stated)) throw new SettingRefused(`Could not set transitions: ${JSON.stringify(stated)} is not an object. Give {"logOff": {"after": "5s"}}, for example.`);
  for (const [name, transition] of Object.entries(stated)) {
    if (!transitionNames.some((each) => each === name)) throw new SettingRefused(`Could not set transitions: there is no ${JSON.stringify(name)}. There are ${transitionNames.join(", ")}.`);
    if (transition !== undefined && !isTransition(transition)) throw new SettingRefused(`Could not set the transition ${name}: ${JSON.stringify(transition)} is neither {"after": milliseconds or a text such as "5s"} nor {"polls": a whole number}.`);
  }
  return stated;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function isTransition(value: unknown): value is Transition {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  return "polls" in value ? Number.isSafeInteger(value["polls"]) && Number(value["polls"]) >= 0 : milliseconds(value["after"]) !== undefined;
}
