const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** The three rounds of RFC 1320: what they mix with, what they add, in which order they take the words, and how far they turn. */
const rounds = [
  { mix: (x: number, y: number, z: number) => (x & y) | (~x & z), add: 0, order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], turns: [3, 7, 11, 19] },
  { mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z), add: 0x5a827999, order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], turns: [3, 5, 9, 13] },
  { mix: (x: number, y: number, z: number) => x ^ y ^ z, add: 0x6ed9eba1, order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], turns: [3, 9, 11, 15] },
] as const;

/** RFC 1320. NTLM wants it; OpenSSL 3, and with it Node, has it no more. */
export function md4(message: Uint8Array): Buffer {
  const padded = Buffer.alloc(((message.length + 8) >>> 6) * 64 + 64);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) {
    let [a, b, c, d] = state as [number, number, number, number];
    for (const { mix, add, order, turns } of rounds) {
      for (const [step, word] of order.entries()) {
        const next = rotate((a + mix(b, c, d) + padded.readInt32LE(block + 4 * word) + add) | 0, turns[step % 4]!);
        [a, b, c, d] = [d, next, b, c];
      }
    }
    for (const [index, value] of [a, b, c, d].entries()) state[index] = (state[index]! + value) | 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, value] of state.entries()) digest.writeInt32LE(value | 0, 4 * index);
  return digest;
}
