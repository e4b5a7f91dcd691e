import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * What a program says of the work on a host. It is read as the work is declared, before any of it is done, so that it can be among
 * the triggers of the host that is emptied for it.
 */
export class DeclaredWork {
  #heard: unknown[] = [];

  /** Hears of every resource under the component that has it. */
  readonly transformation: pulumi.ResourceTransformation = ({ type, name, props }) => {
    this.#heard.push([type, name, plain(props)]);
    return undefined;
  };

  /** @param say is given a digest of what the resources are that `declare` declares. */
  by<Declared>(declare: () => Declared, say: (digest: string) => void): Declared {
    this.#heard = [];
    const declared = declare();
    say(createHash("sha256").update(JSON.stringify(this.#heard)).digest("hex").slice(0, 16));
    return declared;
  }
}

/** What is known now: neither outputs, which may come of the host itself, nor what is no data. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (value instanceof Date) return value.toISOString();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !pulumi.asset.Asset.isInstance(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
