import { AsyncLocalStorage } from "node:async_hooks";
import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from "@azure/core-rest-pipeline";
import type { Clock } from "../clock";
import { kindOf, type Kind } from "./kind";
import { Lane, longest } from "./lane";
import { NotTaken } from "./not-taken";
import { comeBackIn, remainingIn, retryAfterIn } from "./rate-limit-headers";
import { Unavailable } from "./unavailable";

/** A token that was taken for a call before what leads to it is read. */
interface Turn {
  readonly lane: Lane;
  hasToken: boolean;
  isRefused: boolean;
  /** ARM was not available for the call, and asks to come back then: milliseconds since the epoch. */
  comeBackAt?: number;
}

/** So often work is begun again because ARM was not available, as the SDK repeats a call. */
const repetitions = 3;

/** A pause of so many milliseconds is said, since somebody waits for it. */
const worthSaying = 10_000;

/**
 * What one principal may ask of one subscription: whoever speaks to ARM there shares one of these. Calls wait until ARM would
 * take them; where it refuses one, nothing of its kind is sent until the time is over that it asked for.
 */
export class Limiter {
  readonly #lanes: Readonly<Record<Kind, Lane>>;
  readonly #turns = new AsyncLocalStorage<Turn>();
  #saidUntil = 0;

  /** @param say tells the person who waits why: one line */
  constructor(
    private readonly clock: Clock,
    private readonly say: (line: string) => void = () => undefined,
  ) {
    this.#lanes = { reads: new Lane("reads", clock), writes: new Lane("writes", clock), deletes: new Lane("deletes", clock) };
  }

  /** For the pipeline of a client: behind its retries, and before the token is fetched, which waiting would make older. */
  get policy(): PipelinePolicy {
    return { name: "limiter", sendRequest: (request, next) => this.#send(request, next) };
  }

  /**
   * For a client that repeats: the SDK waits for whatever time a 503 asks for. That time has an end here, and work in its turn is
   * begun again after it, because what was read is old by then and what was allowed may not be any more.
   */
  get boundedPatience(): PipelinePolicy {
    return {
      name: "boundedPatience",
      sendRequest: async (request, next) => {
        const response = await next(request);
        const pause = response.status === 503 ? comeBackIn(response, this.clock.now()) : undefined;
        if (pause === undefined) return response;
        const current = this.#turns.getStore();
        const turn = current?.lane.kind === kindOf(request.method) ? current : undefined;
        if (!turn && pause <= longest) return response;
        const until = this.clock.now() + pause;
        if (turn) turn.comeBackAt = until;
        throw new Unavailable(until);
      },
    };
  }

  /**
   * Waits until ARM would take a call of this kind, and then does what leads to it and makes it; from the beginning when ARM
   * refuses it, because what was read is old by then. Work that makes no such call after all takes nothing from anybody.
   *
   * @throws NotTaken when ARM would be waited for too long, and what `work` throws
   */
  async inTurn<Result>(kind: Kind, work: () => Promise<Result>): Promise<Result> {
    const lane = this.#lanes[kind];
    let refusedAt: number | undefined;
    for (let unavailable = 0; ; ) {
      await lane.admit();
      const turn: Turn = { lane, hasToken: true, isRefused: false };
      try {
        return await this.#turns.run(turn, work);
      } catch (error) {
        refusedAt ??= this.clock.now();
        const comesBack = turn.comeBackAt !== undefined && ++unavailable <= repetitions;
        if (!(turn.isRefused || comesBack) || Math.max(lane.opensAt, turn.comeBackAt ?? 0) - refusedAt > longest) throw error;
      } finally {
        if (turn.hasToken) lane.giveBack();
      }
      const pause = (turn.comeBackAt ?? 0) - this.clock.now();
      if (pause > 0) await this.clock.sleep(pause);
    }
  }

  async #send(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
    const lane = this.#lanes[kindOf(request.method)];
    const current = this.#turns.getStore();
    const turn = current?.lane === lane ? current : undefined;
    for (let refusedAt: number | undefined; ; ) {
      if (turn?.hasToken) turn.hasToken = false;
      else await lane.admit();
      const response = await this.#pass(lane, request, next);
      if (response) return response;
      refusedAt ??= this.clock.now();
      if (turn) turn.isRefused = true;
      if (turn || lane.opensAt - refusedAt > longest) throw new NotTaken(lane.kind, lane.opensAt);
    }
  }

  /** @returns `undefined`: ARM did not process it, or it was not sent because ARM has just refused another */
  async #pass(lane: Lane, request: PipelineRequest, next: SendRequest): Promise<PipelineResponse | undefined> {
    const sent = lane.send();
    if (!sent) return undefined;
    let response: PipelineResponse;
    try {
      response = await next(request);
    } catch (error) {
      lane.lost();
      throw error;
    }
    const pause = response.status === 429 ? retryAfterIn(response, this.clock.now()) : undefined;
    if (pause === undefined) {
      lane.answered(sent, remainingIn(response, lane.kind));
      return response;
    }
    lane.refused(pause);
    this.#tell(lane, pause);
    return undefined;
  }

  #tell({ kind, opensAt }: Lane, pause: number): void {
    if (pause < worthSaying || pause > longest || opensAt < this.#saidUntil + worthSaying) return;
    this.#saidUntil = opensAt;
    this.say(`ARM takes no more ${kind} for ${Math.ceil(pause / 1000)} s, and is waited for until ${new Date(opensAt).toISOString()}.`);
  }
}
