import type { Response } from "express";
import type { FaultRule } from "../faults/fault-rule";
import type { Faults } from "../faults/faults";
import { unsaidError } from "../faults/unsaid";
import { happen } from "../faults/happen";
import type { KnownOperation } from "../faults/known-operation";
import { EntraError } from "./entra-error";
import type { Issued } from "./token-issuer";

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: AADSTS90033 is an error that passes. */
const PASSING = 90033;

export const TOKEN = "Token";
/** As the rules of faults know it: whoever gives tokens, be it Entra itself or the managed identity of a machine. */
export const tokenOperation: KnownOperation = { name: TOKEN, plane: "oauth", about: [] };

/** A token that may be given: nothing else stands against it than a fault. */
export interface HandOut {
  /** The client that gets it. */
  principal: string;
  /** @param at milliseconds since 1970, from which it is good. Default: now */
  issue: (at?: number) => Promise<Issued>;
  answer: (issued: Issued) => void;
}

/** Answers with a token, unless a fault is met on the way. @throws EntraError */
export async function handOut(faults: Faults, response: Response, { principal, issue, answer }: HandOut): Promise<void> {
  const met = faults.any ? faults.meet({ operation: TOKEN }) : undefined;
  if (!met) { answer(await issue()); return; }
  await happen(met, response, { asked: { operation: TOKEN }, principal, perform: () => issue(met.now()), answer, instead: (rule) => faultAnswer(rule, response) });
}

/** A rule's own answer, as the token endpoint writes it. @throws EntraError for one that is an error */
function faultAnswer(rule: FaultRule, response: Response): void {
  const { status, body, headers = {}, error } = rule;
  response.set(headers);
  if (error) throw new EntraError(error.number ?? PASSING, error.code, error.message, status ?? 400);
  const unsaid = unsaidError(rule);
  if (unsaid) throw new EntraError(PASSING, status! < 500 ? "invalid_request" : status === 503 ? "temporarily_unavailable" : "server_error", unsaid.message, status);
  response.status(status ?? 200);
  if (typeof body === "object") response.json(body);
  else response.type(headers["Content-Type"] ?? "json").end(body);
}
