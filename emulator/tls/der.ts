/**
 * Short names for the parts of ASN.1 that a certificate is put together from. The encoding is asn1js's; libraries that know
 * whole certificates take a third of the emulator's start: see decisions/a-certificate-in-milliseconds.md.
 */
import { BitString, Boolean, Constructed, GeneralizedTime, Integer, ObjectIdentifier, OctetString, Primitive, Sequence, Set, UTCTime, Utf8String, fromBER, type AsnType, type BaseBlock } from "asn1js";

export type Item = BaseBlock;

const CONTEXT_SPECIFIC = 3;

export const bytesOf = (item: Item): Buffer => Buffer.from(item.toBER());
/** What is encoded already. */
export const parsed = (bytes: Uint8Array): AsnType => fromBER(bytes).result;

const together = (items: readonly Item[]): { value: AsnType[] } => ({ value: items as AsnType[] });
export const sequence = (...items: Item[]): Item => new Sequence(together(items));
export const set = (...items: Item[]): Item => new Set(together(items));

export const boolean = (value: boolean): Item => new Boolean({ value });
export const integer = (value: bigint): Item => Integer.fromBigInt(value);
export const objectIdentifier = (value: string): Item => new ObjectIdentifier({ value });
export const octetString = (valueHex: Uint8Array): Item => new OctetString({ valueHex });
export const utf8String = (value: string): Item => new Utf8String({ value });
/** @param unusedBits at the end of the last byte */
export const bitString = (valueHex: Uint8Array, unusedBits = 0): Item => new BitString({ valueHex, unusedBits });

/** Two digits of the year until 2049, four from then on (RFC 5280, section 4.1.2.5). */
export const time = (valueDate: Date): Item => (valueDate.getUTCFullYear() < 2050 ? new UTCTime({ valueDate }) : new GeneralizedTime({ valueDate }));

/** `[n]` around an item. */
export const explicit = (tagNumber: number, item: Item): Item => new Constructed({ idBlock: { tagClass: CONTEXT_SPECIFIC, tagNumber }, ...together([item]) });
/** `[n]` in place of a primitive's own tag. */
export const implicit = (tagNumber: number, valueHex: Uint8Array): Item => new Primitive({ idBlock: { tagClass: CONTEXT_SPECIFIC, tagNumber }, valueHex });
