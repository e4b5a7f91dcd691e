import express, { type Router } from "express";
import type { Clock, Instant } from "../clock";
import { type Duration, signedMilliseconds } from "../world/life/duration";
import { ControlError } from "./control-error";
import { resource } from "./resource";
import { send } from "./send";

const EXAMPLE = 'Send one of {"freeze": true}, {"freeze": "2026-01-31T08:30:00Z"}, {"set": "2026-01-31T08:30:00Z"}, {"advance": "10m"}, {"resume": true} and {"machine": true}. An instant may be a number, too: milliseconds since 1970; so may what to advance by.';

/** What can be done to the clock; each is given what was said of it. */
const moves: Readonly<Record<string, (clock: Clock, said: unknown) => void>> = {
  freeze: (clock, said) => (said === true ? clock.freeze() : clock.freeze(instantIn("freeze", said))),
  set: (clock, said) => clock.set(instantIn("set", said)),
  advance: (clock, said) => clock.advance(durationIn(said)),
  resume: (clock, said) => {
    requireTrue("resume", said);
    clock.resume();
  },
  machine: (clock, said) => {
    requireTrue("machine", said);
    clock.followMachine();
  },
};

/** `clock` of the control plane: what time it is in the emulator, and whether it goes on. */
export function clockRouter(clock: Clock): Router {
  const router = express.Router();
  const state = () => ({ now: new Date(clock.now()).toISOString(), frozen: clock.frozen });
  resource(router, "/", {
    GET: { act: (_request, response) => void send(response, state()) },
    POST: {
      act: (request, response) => {
        moveAsSaid(clock, request.body);
        send(response, state());
      },
    },
  });
  return router;
}

function requireTrue(name: string, said: unknown): void {
  if (said !== true) throw refused(`${name} is ${JSON.stringify(said)}, and must be true`);
}

/** @throws ControlError */
function moveAsSaid(clock: Clock, body: unknown): void {
  const [[name, said] = ["", undefined], ...more] = typeof body === "object" && body !== null ? Object.entries(body) : [];
  const move = Object.hasOwn(moves, name) ? moves[name] : undefined;
  if (!move || more.length > 0) throw refused(`the body is ${JSON.stringify(body ?? null)}`);
  try {
    move(clock, said);
  } catch (error) {
    if (error instanceof RangeError) throw refused(error.message);
    throw error;
  }
}

function instantIn(name: string, said: unknown): Instant {
  if (typeof said === "string" || typeof said === "number") return said;
  throw refused(`${name} is ${JSON.stringify(said)}, and must be an instant${name === "freeze" ? ", or true" : ""}`);
}

function durationIn(said: unknown): Duration {
  if (signedMilliseconds(said) === undefined) throw refused(`advance is ${JSON.stringify(said)}, and must be a time such as "10m", or milliseconds`);
  return said as Duration;
}

const refused = (why: string): ControlError => new ControlError(400, `Could not move the clock: ${why.replace(/\.$/, "")}. ${EXAMPLE}`);
