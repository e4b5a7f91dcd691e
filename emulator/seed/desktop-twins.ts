import type { SeedDesktopCollection } from "./seed";

interface Twin {
  path: string[];
  message: string;
  input: unknown;
}

/** Desktops and sessions that could not be told apart: a desktop's name is unique in the deployment, a session's id on its host. */
export function* twins(collections: Record<string, SeedDesktopCollection | null>): Generator<Twin> {
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const [alias, collection] of Object.entries(collections)) {
    for (const [name, { host, session }] of Object.entries(collection?.desktops ?? {})) {
      const other = names.get(name.toLowerCase());
      if (other !== undefined && other !== alias) yield { path: [alias, "desktops", name], message: `another name than that of a desktop in ${other} (names are unique in the deployment)`, input: name };
      names.set(name.toLowerCase(), alias);
      if (!session) continue;
      const key = `${session.id}@${host.toLowerCase()}`;
      const holder = ids.get(key);
      if (holder !== undefined) yield { path: [alias, "desktops", name, "session", "id"], message: `another id than that of ${holder}'s session on ${host}`, input: session.id };
      ids.set(key, name);
    }
  }
}
