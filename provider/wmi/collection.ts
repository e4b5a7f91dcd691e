import { sameName } from "../identity";
import type { WsmanClient } from "./client";
import { enumerate } from "./enumerate";
import { select } from "./wql";

/**
 * Whether the broker has a collection that might be meant. No source says which property of a collection the `CollectionId` of
 * a session repeats, its key `Alias` or its `Name`; so any of them will do.
 *
 * Source of the class: learn.microsoft.com, "Win32_RDMSVirtualDesktopCollection class".
 *
 * @throws Fault, HttpRefusal, BadAnswer, NoAnswer, NotSignedIn
 */
export async function collectionExists(client: WsmanClient, collectionId: string): Promise<boolean> {
  for await (const page of enumerate(client, select(["*"], "Win32_RDMSVirtualDesktopCollection"))) {
    if (page.some(({ texts }) => texts.some((text) => sameName(text, collectionId)))) return true;
  }
  return false;
}
