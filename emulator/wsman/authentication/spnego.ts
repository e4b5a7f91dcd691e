import { Constructed, Enumerated, ObjectIdentifier, OctetString, Sequence, type AsnType } from "asn1js";
import * as der from "../../tls/der";

/** SPNEGO's tokens (RFC 4178), as far as a server of NTLM needs them. */
const SPNEGO = "1.3.6.1.5.5.2";
const NTLM = "1.3.6.1.4.1.311.2.2.10";
const ACCEPT_COMPLETED = 0;
const ACCEPT_INCOMPLETE = 1;

export interface SpnegoToken {
  /** DER of the mechanisms that the client offers, which it signs at the end; `undefined`: not its first token. */
  mechanisms: Buffer | undefined;
  /** A message of NTLM. Of a client that would rather use another mechanism: `undefined`. */
  ntlm: Buffer | undefined;
  /** The client's signature of its mechanisms. */
  mic: Buffer | undefined;
}

/** @returns `undefined`: it is no token of SPNEGO, or one that does not offer NTLM */
export function readSpnego(token: Buffer): SpnegoToken | undefined {
  const outer = der.parsed(token);
  if (!(outer instanceof Constructed)) return undefined;
  if (outer.idBlock.tagClass === 3 && outer.idBlock.tagNumber === 1) return response(outer.valueBlock.value[0]);
  const [mechanism, init] = outer.valueBlock.value;
  if (!(mechanism instanceof ObjectIdentifier) || mechanism.getValue() !== SPNEGO || !(init instanceof Constructed)) return undefined;
  return initial(init.valueBlock.value[0]);
}

/** NegTokenInit: `[0]` mechanisms, `[2]` a token of the first of them. */
function initial(sequence: AsnType | undefined): SpnegoToken | undefined {
  const list = member(sequence, 0);
  if (!(list instanceof Sequence)) return undefined;
  const offered = list.valueBlock.value.map((each) => (each instanceof ObjectIdentifier ? each.getValue() : ""));
  if (!offered.includes(NTLM)) return undefined;
  return { mechanisms: der.bytesOf(list), ntlm: offered[0] === NTLM ? octets(member(sequence, 2)) : undefined, mic: undefined };
}

/** NegTokenResp: `[2]` a token, `[3]` a signature. */
function response(sequence: AsnType | undefined): SpnegoToken {
  return { mechanisms: undefined, ntlm: octets(member(sequence, 2)), mic: octets(member(sequence, 3)) };
}

function member(sequence: AsnType | undefined, tag: number): AsnType | undefined {
  if (!(sequence instanceof Sequence)) return undefined;
  const found = sequence.valueBlock.value.find((each) => each.idBlock.tagClass === 3 && each.idBlock.tagNumber === tag);
  return found instanceof Constructed ? found.valueBlock.value[0] : undefined;
}

const octets = (item: AsnType | undefined): Buffer | undefined => (item instanceof OctetString ? Buffer.from(item.getValue()) : undefined);

/** "Go on, with NTLM." @param challenge none where the client is to begin with NTLM first */
export function goOn(challenge: Buffer | undefined): Buffer {
  return negTokenResp(ACCEPT_INCOMPLETE, der.explicit(1, der.objectIdentifier(NTLM)), ...(challenge ? [der.explicit(2, der.octetString(challenge))] : []));
}

/** "You are in." @param mic the server's signature of the client's mechanisms, where the client has sent its own */
export function accepted(mic: Buffer | undefined): Buffer {
  return negTokenResp(ACCEPT_COMPLETED, ...(mic ? [der.explicit(3, der.octetString(mic))] : []));
}

function negTokenResp(state: number, ...more: der.Item[]): Buffer {
  return der.bytesOf(der.explicit(1, der.sequence(der.explicit(0, new Enumerated({ value: state })), ...more)));
}
