import { randomBytes, timingSafeEqual } from "node:crypto";
import type { BrokerUser } from "../../world/rds/broker-user";
import { AvId, readAvPairs } from "./av-pairs";
import { KEY_EXCHANGE } from "./flags";
import { challengeMessage, negotiateFlags, readAuthenticate, type Target } from "./messages";
import { exportedSessionKey, hmacMd5, proof, responseKey } from "./ntlm-v2";

export interface NtlmSurroundings {
  target: () => Target;
  findUser: (domain: string, user: string) => BrokerUser | undefined;
  /** Hash that a client must name, if it names one; `undefined`: there is no TLS. */
  channelBindings: () => Buffer | undefined;
}

/** Somebody who has proved to know a password. */
export interface NtlmSession {
  user: BrokerUser;
  sessionKey: Buffer;
  flags: number;
}

/** `NTLMv2_RESPONSE`: the proof, and what it is about up to its attributes. An answer of NTLMv1 has 24 bytes. */
const PROOF = 16;
const ATTRIBUTES_AT = 28;
/** MsvAvFlags, whose lowest byte comes first: the message has a MIC. */
const HAS_MIC = 0x2;

/** The server's side of one NTLMv2 exchange (MS-NLMP, section 3.2.5). */
export class NtlmServer {
  readonly #surroundings: NtlmSurroundings;
  #pending: { negotiate: Buffer; challenge: Buffer; serverChallenge: Buffer } | undefined;

  constructor(surroundings: NtlmSurroundings) {
    this.#surroundings = surroundings;
  }

  /** @returns the CHALLENGE; `undefined`: the token is no NEGOTIATE */
  challenge(token: Buffer): Buffer | undefined {
    const flags = negotiateFlags(token);
    if (flags === undefined) return undefined;
    const serverChallenge = randomBytes(8);
    const challenge = challengeMessage(flags, serverChallenge, this.#surroundings.target());
    this.#pending = { negotiate: token, challenge, serverChallenge };
    return challenge;
  }

  /** @param token an AUTHENTICATE. @returns `undefined`: it proves nothing. Each challenge is good for one answer */
  authenticate(token: Buffer): NtlmSession | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    const message = readAuthenticate(token);
    if (!pending || !message || message.ntResponse.length < PROOF + ATTRIBUTES_AT) return undefined;
    const user = this.#surroundings.findUser(message.domain, message.user);
    if (user?.password === undefined) return undefined;

    const ntProof = message.ntResponse.subarray(0, PROOF);
    const temp = message.ntResponse.subarray(PROOF);
    const key = responseKey(user.password, message.user, message.domain);
    if (!timingSafeEqual(proof(key, pending.serverChallenge, temp), ntProof)) return undefined;

    const exchanged = (message.flags & KEY_EXCHANGE) !== 0;
    const sessionKey = exportedSessionKey(key, ntProof, exchanged ? message.encryptedSessionKey : undefined);
    const attributes = readAvPairs(temp.subarray(ATTRIBUTES_AT));
    if (!attributes || !this.#isBoundHere(attributes.get(AvId.ChannelBindings))) return undefined;
    const claimsMic = ((attributes.get(AvId.Flags)?.[0] ?? 0) & HAS_MIC) !== 0;
    if (claimsMic && !hmacMd5(sessionKey, pending.negotiate, pending.challenge, message.mic.of).equals(message.mic.value)) return undefined;
    return { user, sessionKey, flags: message.flags };
  }

  /** A client that names no channel, or zeros, is let in: Windows' own setting (CbtHardeningLevel Relaxed). */
  #isBoundHere(named: Buffer | undefined): boolean {
    const own = this.#surroundings.channelBindings();
    return !own || !named || named.every((byte) => byte === 0) || named.equals(own);
  }
}
