import { RequestFailed } from "../errors/request-failed";
import { forbidden } from "../xml/characters";

/**
 * A name is not replaced: it would be the name of something else.
 *
 * @throws RequestFailed
 */
export function requireWritable(name: string): string {
  const [found] = name.match(forbidden) ?? [];
  if (found === undefined) return name;
  const code = found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  throw new RequestFailed({
    failed: `ask for ${JSON.stringify(name)}`,
    why: `it contains U+${code}, which XML has no way to write`,
    remedy: "Nothing was asked. Check the name.",
  });
}
