import type { WsmanClient } from "./client";
import { BadAnswer } from "./failures/bad-answer";
import { toObject, type WmiObject } from "./wmi-object";

/** `ProtocolVersion`, `ProductVendor`, `ProductVersion` of the server. The namespace of the answer differs between documents. */
export async function identify(client: WsmanClient): Promise<WmiObject> {
  const answer = await client.identify();
  if (answer?.name !== "IdentifyResponse") throw new BadAnswer("it has no IdentifyResponse");
  return toObject(answer);
}
