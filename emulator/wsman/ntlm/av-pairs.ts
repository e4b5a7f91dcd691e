/** MS-NLMP, section 2.2.2.1: attributes of a target, and of a client's answer. */
export const AvId = { EOL: 0, NbComputerName: 1, NbDomainName: 2, DnsComputerName: 3, DnsDomainName: 4, Flags: 6, Timestamp: 7, ChannelBindings: 10 } as const;

/** @param pairs with an end, if there is to be one */
export function writeAvPairs(pairs: readonly (readonly [id: number, value: Buffer])[]): Buffer {
  return Buffer.concat(
    pairs.flatMap(([id, value]) => {
      const head = Buffer.alloc(4);
      head.writeUInt16LE(id, 0);
      head.writeUInt16LE(value.length, 2);
      return [head, value];
    }),
  );
}

/** By id, up to the end. @returns `undefined`: they are cut off */
export function readAvPairs(bytes: Buffer): Map<number, Buffer> | undefined {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (id === AvId.EOL) return pairs;
    if (end > bytes.length) return undefined;
    pairs.set(id, bytes.subarray(at + 4, end));
    at = end;
  }
  return undefined;
}
