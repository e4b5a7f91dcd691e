import type { FederatedTokenOptions } from "../identity/federated-tokens";
import { type SignIn, signIns } from "../identity/sign-in";
import { ControlError } from "./control-error";

const types: Readonly<Record<keyof FederatedTokenOptions, "string" | "number">> = { clientId: "string", subject: "string", audience: "string", lifetime: "number" };
const EXAMPLE = 'Send nothing, or an object with any of {"clientId": …, "subject": …, "audience": …, "lifetime": 3600}.';

/** What the body of a request for a workload's token says. @throws ControlError */
export function federatedTokenOptions(body: unknown): FederatedTokenOptions {
  const stated = body ?? {};
  if (typeof stated !== "object" || Array.isArray(stated)) throw refused(`the body is ${JSON.stringify(body)}`);
  for (const [name, value] of Object.entries(stated)) {
    if (!Object.hasOwn(types, name)) throw refused(`${JSON.stringify(name)} is not a property of it`);
    const type = types[name as keyof FederatedTokenOptions];
    if (typeof value !== type || value === "") throw refused(`${name} is ${JSON.stringify(value)}, and must be a ${type}`);
  }
  return stated;
}

const refused = (why: string): ControlError => new ControlError(400, `Could not make a federated token: ${why}. ${EXAMPLE}`);

/** @throws ControlError */
export function signInWanted(value: unknown): SignIn | undefined {
  if (value === undefined) return undefined;
  const known = signIns.find((each) => each === value);
  if (!known) throw new ControlError(400, `There is no way to sign in that is called ${JSON.stringify(value)}. Ask for signIn=${signIns.join(", ")}.`);
  return known;
}
