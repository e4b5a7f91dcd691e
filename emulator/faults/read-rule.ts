import { validateHeaderName, validateHeaderValue } from "node:http";
import { FaultRefused } from "./fault-refused";
import { signedMilliseconds } from "../world/life/duration";
import { type FaultRule, faultPlanes, type ReadRule } from "./fault-rule";

/** What a property may be, in words and as a test. */
interface Shape {
  expected: string;
  accepts: (value: unknown) => boolean;
}

const UINT32 = 0xffff_ffff;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value === value.trim();
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, min: number, max: number): boolean => Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
const whole = (min: number, max: number, expected: string): Shape => ({ expected, accepts: (value) => isWhole(value, min, max) });
/** A number is one of seconds already. */
const seconds = (value: unknown): number | undefined => {
  const read = signedMilliseconds(value);
  return typeof value === "number" || read === undefined ? read : read / 1000;
};
const oneOf = (allowed: readonly unknown[]): Shape => ({ expected: allowed.map((each) => JSON.stringify(each)).join(" or "), accepts: (value) => allowed.includes(value) });
const text: Shape = { expected: "a text that is not empty, without spaces around it", accepts: isText };

const shapes: Readonly<Record<keyof FaultRule, Shape>> = {
  plane: oneOf(faultPlanes),
  operation: text,
  subscriptionId: text,
  hostPool: text,
  sessionHost: text,
  session: { expected: "the id of a session: a whole number", accepts: (value) => isWhole(value, 0, UINT32) || (typeof value === "string" && /^(0|[1-9]\d{0,9})$/.test(value)) },
  nth: whole(1, Number.MAX_SAFE_INTEGER, "a whole number from 1"),
  times: whole(1, Number.MAX_SAFE_INTEGER, "a whole number from 1"),
  probability: { expected: "a number above 0 and up to 1", accepts: (value) => typeof value === "number" && value > 0 && value <= 1 },
  seed: whole(0, UINT32, "a whole number of 32 bits"),
  delay: { expected: 'a number of milliseconds from 0, or a time such as "5s"', accepts: (value) => (signedMilliseconds(value) ?? -1) >= 0 },
  status: whole(200, 599, "a status from 200 to 599"),
  body: { expected: "a text, or an object or a list to be written as JSON", accepts: (value) => typeof value === "string" || (typeof value === "object" && value !== null) },
  headers: { expected: "an object of header names with their values, as HTTP allows them", accepts: areHeaders },
  error: { expected: 'an object such as {"code": "AuthorizationFailed", "message": "Not you."}, with a whole "number" if you like', accepts: isError },
  returnValue: whole(0, UINT32, "a whole number of 32 bits"),
  throttle: { expected: 'an object such as {"retryAfter": 5}: whole seconds, or a time such as "1m"', accepts: (value) => isObject(value) && Object.keys(value).join() === "retryAfter" && isWhole(seconds(value["retryAfter"]), 0, UINT32) },
  expireToken: oneOf([true]),
  effect: oneOf([true, false]),
  reset: oneOf(["before", "after"]),
  truncate: whole(0, Number.MAX_SAFE_INTEGER, "a whole number of bytes from 0"),
  clockSkew: { expected: 'a whole number of seconds, or a time such as "-90s"', accepts: (value) => isWhole(seconds(value), -UINT32, UINT32) },
};

/** What may happen; all else says to which requests, and how often. */
const happenings = ["delay", "status", "body", "error", "returnValue", "throttle", "expireToken", "reset", "truncate", "clockSkew"] as const;
/** Each of these is an answer of its own. */
const answers = [["status", "body"], ["error"], ["returnValue"], ["throttle"], ["expireToken"], ["reset"]] as const;

/** Whether the answer is another one than that of what was asked. */
export const isAnswer = ({ status, body, error, returnValue, throttle, expireToken }: FaultRule): boolean =>
  [status, body, error, returnValue, throttle, expireToken].some((each) => each !== undefined);

/** @returns a copy, without what is `undefined`, and with times as numbers. @throws FaultRefused with all that is wrong */
export function readRule(from: unknown): ReadRule {
  if (!isObject(from)) throw new FaultRefused([`the rule is ${JSON.stringify(from)}, and must be an object such as {"operation": "UserSessions_Disconnect", "status": 503, "times": 1}`]);
  const stated = Object.entries(from).filter(([, value]) => value !== undefined);
  const problems = stated.flatMap(([name, value]) => {
    if (!Object.hasOwn(shapes, name)) return [`${JSON.stringify(name)} is not a property of a rule; there are ${Object.keys(shapes).join(", ")}`];
    const { expected, accepts } = shapes[name as keyof FaultRule];
    return accepts(value) ? [] : [`${name} is ${JSON.stringify(value)}, and must be ${expected}`];
  });
  if (problems.length > 0) throw new FaultRefused(problems);
  const rule = structuredClone(Object.fromEntries(stated)) as FaultRule;
  const contradictions = contradictionsIn(rule);
  if (contradictions.length > 0) throw new FaultRefused(contradictions);
  const { delay, throttle, clockSkew } = rule;
  return {
    ...rule,
    ...(delay !== undefined && { delay: signedMilliseconds(delay)! }),
    ...(throttle !== undefined && { throttle: { retryAfter: seconds(throttle.retryAfter)! } }),
    ...(clockSkew !== undefined && { clockSkew: seconds(clockSkew)! }),
  } as ReadRule;
}

function contradictionsIn(rule: FaultRule): string[] {
  const has = (name: keyof FaultRule): boolean => rule[name] !== undefined;
  const found: string[] = [];
  if (!happenings.some(has)) found.push(`nothing happens; give one of ${happenings.join(", ")}`);
  const stated = answers.map((group) => group.filter(has)).filter((group) => group.length > 0 && !(has("error") && group.join() === "status"));
  if (stated.length > 1) found.push(`${stated.map(([first]) => first).join(" and ")} are different ends of a request; give one of them`);
  if (has("headers") && !has("status") && !has("body") && !has("error")) found.push("headers need an answer; give status, body or error, too");
  if (has("effect") && !isAnswer(rule)) found.push(has("reset") ? 'effect says nothing beside reset; reset is "before" or "after" the effect' : "effect needs another answer; without one, what was asked for is done");
  if (rule.reset !== undefined && has("truncate")) found.push("reset leaves nothing to truncate; give one of them");
  if (has("seed") && !has("probability")) found.push("seed is that of a probability; give probability, too");
  return found;
}

function areHeaders(value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    for (const [name, each] of Object.entries(value)) {
      if (typeof each !== "string") return false;
      validateHeaderName(name);
      validateHeaderValue(name, each);
    }
    return true;
  } catch {
    // Node says by an error that it would not send them.
    return false;
  }
}

function isError(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { code, message, number, ...rest } = value;
  return isText(code) && typeof message === "string" && (number === undefined || isWhole(number, 0, UINT32)) && Object.keys(rest).length === 0;
}
