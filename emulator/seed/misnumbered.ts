import type { SeedSubscription } from "./seed";

interface Misnumbered {
  path: string[];
  message: string;
  input: unknown;
}

/** Subscriptions whose numbers would give objects in two of them one object id: each has the one that it states, or its place. */
export function* sameNumbers(subscriptions: Record<string, SeedSubscription | null>): Generator<Misnumbered> {
  const seen = new Set<number>();
  for (const [place, [id, from]] of Object.entries(subscriptions).entries()) {
    const number = from?.number ?? place;
    if (seen.has(number)) yield { path: [id, "number"], message: "a number that no other subscription has", input: from?.number };
    seen.add(number);
  }
}

/** Objects of a subscription whose numbers would give two of them one object id, now or later. */
export function* misnumbered({ lastSerial = 0, resourceGroups }: SeedSubscription): Generator<Misnumbered> {
  const seen = new Set<number>();
  for (const { path, serial } of numbered(resourceGroups)) {
    if (serial > lastSerial) yield { path: [...path, "serial"], message: `at most the lastSerial of its subscription (${lastSerial})`, input: serial };
    else if (seen.has(serial)) yield { path: [...path, "serial"], message: "a number that no other object of the subscription has", input: serial };
    seen.add(serial);
  }
}

function* numbered(groups: SeedSubscription["resourceGroups"]): Generator<{ path: string[]; serial: number }> {
  for (const [groupName, group] of Object.entries(groups ?? {})) {
    for (const [poolName, pool] of Object.entries(group?.hostPools ?? {})) {
      const ofPool = ["resourceGroups", groupName, "hostPools", poolName];
      if (pool?.serial !== undefined) yield { path: ofPool, serial: pool.serial };
      for (const [hostName, host] of Object.entries(pool?.sessionHosts ?? {})) {
        const ofHost = [...ofPool, "sessionHosts", hostName];
        if (host?.serial !== undefined) yield { path: ofHost, serial: host.serial };
        for (const [id, session] of Object.entries(host?.userSessions ?? {})) {
          if (typeof session !== "string" && session.serial !== undefined) yield { path: [...ofHost, "userSessions", id], serial: session.serial };
        }
      }
    }
  }
}
