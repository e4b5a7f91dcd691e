import type { Emulator } from "../../../emulator";
import type { WorldEvent } from "../../../emulator/world/events/world-event";
import { minutesIn, type Chosen, type Declared, type ModelIntent } from "./declared";
import type { Done, Witness } from "./engine";
import type { ModelEstate, ModelWorld, Resident } from "./model-estate";

const MINUTE = 60_000;
/** Nobody can see what happens in so many milliseconds between a look and an act. */
const MOMENT = 5_000;

/** A session as the oracle knows it, from events alone. */
interface Seen {
  readonly key: string;
  readonly host: string;
  readonly id: number;
  readonly names: readonly string[];
  readonly born: Resident["born"];
  state: string;
  /** When it came into this state. */
  since: number;
}

/** What a session was told by one intent, or was found in when it could not be. */
interface Promised {
  readonly told: boolean;
  /** Not before. */
  readonly deadline: number;
  /** It kept the intent when a run last looked. */
  left: boolean;
  /** Nobody can tell whether a run has seen it leave. */
  vague: boolean;
  /** It was, or may have been, tried by a run whose messages failed: nobody can tell whether it is told again. */
  readonly unheard: boolean;
}

/** What the oracle remembers of one intent of the stack. */
interface Remembered {
  readonly promised: Map<string, Promised>;
  readonly logOffAt: Map<string, number>;
  /** Who was disconnected already when an escalation came to it: that is a promise, too, and no event tells of it. */
  readonly wasAway: Set<string>;
  firstRun: number;
  message: { readonly key: string; readonly told: Map<string, number>; begun: boolean };
  pinned: { readonly by: string; readonly key: string } | undefined;
  /** With which triggers a host is held that was settled. */
  held: string | undefined;
}

type SessionTouch = "told" | "disconnected" | "loggedOff";

/** Holds what intents do against what they promise: from the events of the world, and never from what they say of themselves. */
export class Oracle implements Witness {
  /** What was wrong, in order. */
  readonly wrong: string[] = [];
  readonly #emulator: Emulator;
  readonly #hosts: readonly string[];
  readonly #live = new Map<string, Seen>();
  readonly #intents = new Map<ModelIntent, Remembered>();
  /** Hosts that an intent has drained, and nobody has changed since. */
  readonly #drained = new Set<string>();
  #call: { readonly kind: "look" | "settle" | "release"; readonly declared: Declared; readonly start: number; readonly touched: Set<string>; readonly before: Remembered["message"]; readonly away: ReadonlySet<string>; readonly toBeTold: Set<string> } | undefined;
  #byModel = false;
  /** Whether something is to go wrong on the way to the world, or happens while a run is under way. */
  disturbed = false;
  /** Whether messages may fail in this run, for a fault or a machine that stops. */
  muffled = false;

  constructor(emulator: Emulator, { hosts }: ModelEstate, private readonly world: ModelWorld) {
    this.#emulator = emulator;
    this.#hosts = hosts;
    for (const one of world.residents) this.#appears(one);
  }

  /** People and operators do something. */
  outside(act: () => void): void {
    this.#byModel = true;
    try {
      act();
    } finally {
      this.#byModel = false;
    }
    // Also who says what was so already is somebody who has changed the host.
    for (const name of this.#drained) if (this.#emulator.world.sessionHost(name).lastModified?.by === "emulator") this.#drained.delete(name);
  }

  begins(kind: "look" | "settle" | "release", declared: Declared): void {
    const known = this.#remembered(declared.intent);
    const away = new Set([...this.#live.values()].filter((seen) => !breaks(declared, seen, this.#now)).map(({ key }) => key));
    this.#call = { kind, declared, start: this.#now, touched: new Set(), before: known.message, away, toBeTold: new Set() };
    if (kind !== "settle") return;
    for (const seen of this.#live.values()) if (this.#isToBeTold(declared, known, seen)) this.#call.toBeTold.add(seen.key);
    if (declared.args.escalate) for (const seen of this.#live.values()) if (seen.state === "Disconnected") known.wasAway.add(seen.key);
    known.firstRun = Math.min(known.firstRun, this.#now);
    for (const [key, one] of known.promised) if (one.left && one.deadline > this.#now && !away.has(key)) one.left = false; // it is seen to be back in time
    const { title, body, triggers } = declared.args;
    const key = JSON.stringify([title, body, triggers]);
    if (key !== known.message.key) known.message = { key, told: new Map(), begun: false };
  }

  ends({ declared, outputs, error }: Done): void {
    const { intent, args } = declared;
    const known = this.#remembered(intent);
    const { start, before, toBeTold } = this.#call!;
    this.#call = undefined;
    if (error) this.#expectReason(declared, error);
    const isHeld = !outputs && known.held === JSON.stringify([args.triggers]); // it could not begin
    if (error && !isHeld) this.#expectReturned(declared, error);
    if (!outputs) {
      if (known.message.told.size === 0 && before.key !== known.message.key) known.message = { ...before, begun: true }; // nothing became of the new one
      for (const one of known.promised.values()) one.vague = true;
      return;
    }
    known.held = outputs["settledAt"] === undefined ? undefined : JSON.stringify([args.triggers]);
    if (known.pinned?.by !== pinOf(args.sessions)) known.pinned = undefined; // it speaks of another session now
    if (outputs["settled"]) this.#expectSettled(declared, outputs, start);
    else if (!error && outputs["nextAt"] === undefined) this.wrong.push(`${intent} is not settled, did not fail, and does not say when it goes on`);
    if (isOpen(args, start)) known.message.begun = true;
    const nextAt = Date.parse(outputs["nextAt"]);
    if (nextAt < start || (!Number.isNaN(nextAt) && !isOpen(args, nextAt))) this.wrong.push(`${intent} says that there is something to do at ${outputs["nextAt"]}`);
    if (!error) this.#expectTold(declared, outputs, toBeTold, start);
    this.#foldNotices(declared, known, start, error !== undefined);
  }

  forgets(intent: ModelIntent): void {
    this.#intents.delete(intent);
  }

  /** Everything is destroyed: hosts are as they were found, unless somebody else has changed them. */
  expectRestored(): void {
    for (const host of this.#drained) this.wrong.push(`${host} was drained by an intent and not given back`);
  }

  readonly hears = (event: WorldEvent): void => {
    if (event.type === "host.drained" || event.type === "host.undrained") {
      this.#changes(event.sessionHost, event.type === "host.drained");
      return;
    }
    const news = this.world.newsIn(event);
    if (!news) return;
    const { type, host, id, to } = news;
    const place = `${host}/${id}`;
    if (type === "signedIn") {
      this.#appears(this.world.residents.find((one) => one.host === host && one.id === id)!);
      return;
    }
    const seen = this.#live.get(place);
    if (!seen) throw new Error(`The oracle does not know ${place}.`);
    if (!this.#byModel && type !== "reconnected") this.#touched(seen, type);
    if (type === "told") return;
    if (type === "loggedOff") this.#live.delete(place);
    else Object.assign(seen, { state: to, since: this.#now });
    this.#mayBeSeenToLeave(seen);
  };

  #appears({ host, id, user, otherName = "", born, state }: Resident): void {
    const names = [user, otherName].map((name) => name.toLowerCase());
    const key = [host, id, names[0], ...Object.values(born)].join(" ");
    this.#live.set(`${host}/${id}`, { key, host, id, names, born, state, since: this.#now });
  }

  #changes(host: string, drained: boolean): void {
    if (this.#byModel) {
      this.#drained.delete(host);
      return;
    }
    const { kind, declared, start } = this.#call ?? {};
    const wanted = declared && (declared.intent === "HostDrained" || declared.intent === "HostEmpty") && same(declared.args.sessionHost, host);
    if (!wanted || kind === "look") this.wrong.push(`${host} was ${drained ? "drained" : "returned"} though nothing asked for it`);
    if (drained && declared && !isOpen(declared.args, start!)) this.wrong.push(`${host} was drained outside the window`);
    const others = this.#hosts.filter((other) => other !== host && isAvailable(this.#emulator.world.sessionHost(other)));
    if (drained && others.length < (declared?.args.minimumAvailable ?? 0)) this.wrong.push(`${host} was drained though ${others.length} others are available`);
    if (drained) this.#drained.add(host);
    else if (!this.#drained.delete(host)) this.wrong.push(`${host} was returned though no intent had drained it, or somebody had changed it since`);
  }

  #touched(seen: Seen, touch: SessionTouch): void {
    const wrong = (why: string): void => void this.wrong.push(`${seen.key} (${seen.state}) was ${touch} ${why}`);
    if (this.#call?.kind !== "settle") { wrong("though nobody was to be touched"); return; }
    const { declared, touched } = this.#call;
    const { intent, args } = declared;
    const known = this.#remembered(intent);
    touched.add(seen.key);
    if (!breaks(declared, seen, this.#now)) wrong(`by ${intent}, which it does not break`);
    if (isProtected(args, seen)) wrong("though it is protected");
    if (touched.size > (args.maxSessions ?? Infinity)) wrong("as one more than maxSessions");
    if (!isOpen(args, this.#now) && !isOpen(args, this.#now - 5_000)) wrong("outside the window");
    if (intent === "HostEmpty" && this.#isOpenToNewcomers(seen.host)) wrong("though its host takes newcomers");
    this.#heedsPin(declared, known, seen, wrong);
    if (intent === "MessageSent") this.#messageSent(known, seen, touch, wrong);
    else this.#graceIsKept(declared, known, seen, touch, wrong);
  }

  /** And has been for so long that somebody could have seen it. */
  #isOpenToNewcomers(host: string): boolean {
    const { allowNewSession, lastModified } = this.#emulator.world.sessionHost(host);
    return allowNewSession && this.#now - Date.parse(lastModified?.at ?? "1970") > MOMENT;
  }

  /** Whether a session that shows messages is about to be promised a time by a run that can tell it so. */
  #isToBeTold({ args, intent }: Declared, { promised, logOffAt, wasAway }: Remembered, seen: Seen): boolean {
    const now = this.#now;
    const opening = openingOf(args, now);
    if (!args.notice || this.muffled || this.world.isStopped || seen.state !== "Active" || !breaks({ args, intent }, seen, now)) return false;
    if (now + minutesIn(args) * MINUTE + MOMENT >= opening.to) return false;
    const before = promised.get(seen.key);
    if (endOf(before, logOffAt.get(seen.key)) < opening.from) return true;
    if (logOffAt.has(seen.key) || wasAway.has(seen.key)) return false;
    if (!before) return true;
    if (before.told || before.unheard) return before.left && before.deadline <= now && !before.vague;
    return before.deadline > now;
  }

  /** Who showed messages all the time was told by a run that has ended as it should. */
  #expectTold(declared: Declared, outputs: Record<string, any>, toBeTold: ReadonlySet<string>, start: number): void {
    if (declared.args.triggers !== undefined && Date.parse(outputs["settledAt"]) < start) return;
    for (const seen of this.#live.values()) {
      if (!toBeTold.has(seen.key) || seen.since > start || !breaks(declared, seen, this.#now) || this.#isElsewherePinned(declared, outputs, seen)) continue;
      this.wrong.push(`${seen.key} was told nothing by ${declared.intent}`);
    }
  }

  #heedsPin({ args: { sessions } }: Declared, known: Remembered, seen: Seen, wrong: (why: string) => void): void {
    if (sessions?.sessionId === undefined) { known.pinned = undefined; return; }
    const by = pinOf(sessions);
    if (known.pinned?.by === by && known.pinned.key !== seen.key) wrong(`though the intent was bound to ${known.pinned.key}`);
    known.pinned = { by, key: seen.key };
  }

  #messageSent({ message }: Remembered, seen: Seen, touch: SessionTouch, wrong: (why: string) => void): void {
    if (touch !== "told") wrong("by MessageSent");
    const times = (message.told.get(seen.key) ?? 0) + 1;
    message.told.set(seen.key, times);
    if (times > 1) wrong(`the same message ${times} times`);
  }

  #graceIsKept({ intent, args }: Declared, { promised, logOffAt, firstRun }: Remembered, seen: Seen, touch: SessionTouch, wrong: (why: string) => void): void {
    const now = this.#now;
    const { notice, escalate } = args;
    const before = promised.get(seen.key);
    const opening = openingOf(args, now);
    const isVoid = endOf(before, logOffAt.get(seen.key)) < opening.from;
    const isOver = before !== undefined && (isVoid || (before.left && before.deadline <= now));
    if (isVoid) logOffAt.delete(seen.key);
    if (touch === "told") {
      if (!notice) { wrong("though there is no notice"); return; }
      if ((!before || isVoid) && now + minutesIn(args) * MINUTE >= opening.to) wrong("though the window closes before its time would be over");
      if (before?.told && !isOver && !before.vague) wrong("twice for the same time");
      const keeps = before !== undefined && !isOver && (!before.vague || before.deadline > now);
      promised.set(seen.key, { told: true, deadline: keeps ? before.deadline : now + notice.minutes * MINUTE, left: false, vague: false, unheard: false });
      this.#call!.toBeTold.delete(seen.key);
      return;
    }
    if (this.#call!.toBeTold.has(seen.key) && seen.since <= this.#call!.start) wrong("without having been told");
    const ends = intent === "SessionLoggedOff" || (intent === "HostEmpty" && args.finish !== "disconnected");
    if (touch === "loggedOff" && !ends) wrong(`by ${intent}`);
    if (before && !before.vague && !isOver && now < before.deadline) wrong(`${(before.deadline - now) / 1000} s before its deadline`);
    if (notice && (!before || isVoid || (isOver && !before.vague)) && this.#call!.start > now - notice.minutes * MINUTE) wrong("without notice");
    if (touch === "disconnected" && ends) {
      if (!escalate) { wrong("though it is to be logged off"); return; }
      if (logOffAt.has(seen.key)) wrong("a second time before it is logged off");
      if (now + escalate.minutes * MINUTE >= opening.to) wrong("though the window closes before it could be logged off");
      logOffAt.set(seen.key, now + escalate.minutes * MINUTE);
    }
    if (touch === "loggedOff") {
      const at = logOffAt.get(seen.key) ?? (escalate ? Math.max(firstRun, opening.from) + escalate.minutes * MINUTE : now);
      if (now < at) wrong(`${(at - now) / 1000} s before the end of its escalation`);
    }
  }

  /** A run that failed leaves no host drained, but where it is told to, or says that it could not return it. */
  #expectReturned({ intent, args }: Declared, { message }: Error): void {
    if (intent !== "HostEmpty" || args.onFailure === "keepDrained") return;
    const couldNot = message.includes("Could not let newcomers onto") || message.includes("Could not list the session hosts");
    const host = this.#hosts.find((name) => same(name, args.sessionHost));
    if (host && this.#drained.has(host) && !couldNot) this.wrong.push(`${intent} failed and left ${host} drained: ${message}`);
  }

  /** What fails says so in the words of the package, and not without a reason that lies in the story. */
  #expectReason({ intent, args }: Declared, { message }: Error): void {
    const guarded = (args.maxSessions !== undefined && /maxSessions is|of maxSessions/.test(message)) || (args.protect !== undefined && message.includes("protected")) || message.includes("minimumAvailable is");
    if (!message.startsWith("Could not ") || !(this.disturbed || this.world.isStopped || guarded)) this.wrong.push(`${intent} failed without a reason: ${message}`);
  }

  /** A run that is under way may look in this moment, or later, and both is right; so may it have looked before somebody came back. */
  #mayBeSeenToLeave(seen: Seen): void {
    if (this.#call?.kind !== "settle" || (breaks(this.#call.declared, seen, this.#now) && !this.#call.away.has(seen.key))) return;
    const known = this.#remembered(this.#call.declared.intent);
    const promised = known.promised.get(seen.key);
    if (promised) promised.vague = true;
    known.logOffAt.delete(seen.key);
  }

  #expectSettled(declared: Declared, outputs: Record<string, any>, start: number): void {
    const { intent, args } = declared;
    if (args.triggers !== undefined && Date.parse(outputs["settledAt"]) < start) return; // it was done before, and is looked at no more
    const { message } = this.#remembered(intent);
    if (args.sessionHost !== undefined && isOpen(args, start) && this.#emulator.world.sessionHost(args.sessionHost).allowNewSession) this.wrong.push(`${intent} is settled and ${args.sessionHost} takes newcomers`);
    const unconfirmed = new Set<string>((outputs["recipients"] ?? []).filter(({ status }: any) => status === "unconfirmed").map(({ sessionHost, sessionId }: any) => `${sessionHost}/${sessionId}`));
    const looked = Date.parse(this.#emulator.requests().findLast((request) => this.world.isList(request))?.at ?? "");
    for (const [place, seen] of this.#live) {
      if (!breaks(declared, seen, this.#now) || seen.since >= looked) continue; // who came back with or after the last look was seen by nobody
      if (intent === "MessageSent" && (message.told.has(seen.key) || unconfirmed.has(place) || ((message.begun || seen.since > start) && args.audience !== "newcomers"))) continue;
      if (this.#isElsewherePinned(declared, outputs, seen)) continue;
      this.wrong.push(`${intent} is settled and ${seen.key} is ${seen.state}`);
    }
  }

  /** An intent with an id is about one session only; which, it says. */
  #isElsewherePinned({ args }: Declared, { pinned }: Record<string, any>, seen: Seen): boolean {
    return args.sessions?.sessionId !== undefined && pinned !== undefined && (pinned.user.toLowerCase() !== seen.names[0] || Object.entries(seen.born).some(([key, value]) => pinned[key] !== value));
  }

  #foldNotices(declared: Declared, { promised, logOffAt }: Remembered, start: number, failed: boolean): void {
    const now = this.#now;
    const live = new Map([...this.#live.values()].map((seen) => [seen.key, seen]));
    for (const key of [...promised.keys(), ...logOffAt.keys()]) {
      const seen = live.get(key);
      const one = promised.get(key);
      if (seen && breaks(declared, seen, now)) {
        if (endOf(one, logOffAt.get(key)) < openingOf(declared.args, start).from) {
          promised.delete(key);
          logOffAt.delete(key);
        } else if (one?.left && one.deadline <= now) promised.delete(key);
        else if (one) one.left = false;
        continue;
      }
      if (failed && one) one.vague = true;
      else if (!seen || !one || one.deadline <= now) promised.delete(key);
      else one.left = true;
      logOffAt.delete(key);
    }
    const { notice } = declared.args;
    if (!notice || start + minutesIn(declared.args) * MINUTE >= openingOf(declared.args, start).to) return;
    for (const seen of live.values()) {
      if (breaks(declared, seen, now) && !promised.has(seen.key)) promised.set(seen.key, { told: false, deadline: start + notice.minutes * MINUTE, left: false, vague: true, unheard: this.muffled || this.world.isStopped });
    }
  }

  #remembered(intent: ModelIntent): Remembered {
    let known = this.#intents.get(intent);
    if (!known) this.#intents.set(intent, (known = { promised: new Map(), logOffAt: new Map(), wasAway: new Set(), firstRun: Infinity, message: { key: "", told: new Map(), begun: false }, pinned: undefined, held: undefined }));
    return known;
  }

  get #now(): number {
    return this.#emulator.clock.now();
  }
}

const isAvailable = ({ status, allowNewSession }: { status: string; allowNewSession: boolean }): boolean => status === "Available" && allowNewSession;
/** By what a selector binds an intent to one session. */
const pinOf = (sessions: Chosen | undefined): string => [sessions?.sessionHost?.toLowerCase(), sessions?.sessionId, sessions?.user?.toLowerCase()].join(" ");
const same = (a = "", b = ""): boolean => a.toLowerCase() === b.toLowerCase();

const AGES: Readonly<Record<string, number>> = { "10m": 10 * MINUTE, "1h": 60 * MINUTE };

function isMeant({ sessions, sessionHost, except }: Declared["args"], seen: Seen, now: number): boolean {
  const chosen: Chosen = sessions ?? { ...(sessionHost !== undefined && { sessionHost }), ...(except && { except }) };
  const called = (name: string): boolean => seen.names.includes(name.toLowerCase());
  if (chosen.user !== undefined && !called(chosen.user)) return false;
  if (chosen.sessionHost !== undefined && !same(chosen.sessionHost, seen.host)) return false;
  if (chosen.sessionId !== undefined && chosen.sessionId !== seen.id) return false;
  if (chosen.state !== undefined && chosen.state !== seen.state) return false;
  if (chosen.olderThan !== undefined && !("createTime" in seen.born && Date.parse(seen.born.createTime) < now - AGES[chosen.olderThan]!)) return false;
  if (chosen.except?.users?.some(called)) return false;
  return !chosen.except?.sessionHosts?.some((host) => same(host, seen.host));
}

function breaks({ intent, args }: Declared, seen: Seen, now: number): boolean {
  if (intent === "HostDrained" || !isMeant(args, seen, now)) return false;
  if (intent === "MessageSent") return seen.state === "Active";
  return intent === "SessionLoggedOff" || (intent === "HostEmpty" && args.finish !== "disconnected") || seen.state === "Active" || seen.state === "Pending";
}

/** By hand for the few patterns that the model has: all of them end in a star. */
function isProtected({ protect = {} }: Declared["args"], seen: Seen): boolean {
  const begins = (pattern: string, name: string): boolean => name.toLowerCase().startsWith(pattern.toLowerCase().slice(0, -1));
  return (protect.users ?? []).some((pattern) => seen.names.some((name) => begins(pattern, name))) || (protect.sessionHosts ?? []).some((pattern) => begins(pattern, seen.host));
}

/** When what a session was told has ended, and with it what is done to it by that. */
const endOf = (promised: Promised | undefined, logOffAt: number | undefined): number => logOffAt ?? promised?.deadline ?? Infinity;

/** The opening that is open; of no length where it is closed. */
function openingOf(args: Declared["args"], now: number): { readonly from: number; readonly to: number } {
  if (!args.within) return { from: -Infinity, to: Infinity };
  if (!isOpen(args, now)) return { from: -Infinity, to: now };
  const day = new Date(now).toISOString().slice(0, 11);
  return { from: Date.parse(`${day}${args.within.from}Z`), to: Date.parse(`${day}${args.within.to}Z`) };
}

/** Windows of the model are in UTC and on one day. */
function isOpen({ within }: Declared["args"], now: number): boolean {
  const time = new Date(now).toISOString().slice(11, 16);
  return !within || (within.from <= time && time < within.to);
}
