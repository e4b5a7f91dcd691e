import type { World } from "../../world/world";
import type { BrokerUser } from "../../world/rds/broker-user";
import { findClass } from "../classes/catalogue";
import { parseResourceUri } from "../classes/resource-uri";
import type { WmiClass } from "../classes/wmi-class";
import { faults } from "../soap/faults";
import type { WsmanRequest } from "../soap/request";
import type { Xml } from "../xml/xml";
import type { Enumerations } from "./enumerations";

/** One request of a user who is known, its headers understood. */
export interface WsmanCall {
  world: World;
  user: BrokerUser;
  request: WsmanRequest;
  enumerations: Enumerations;
  /** How many bytes a part of the answer takes in the answer's encoding. */
  bytesOf: (part: Xml) => number;
}

/** What an operation answers. */
export interface Reply {
  action: string;
  body: Xml | undefined;
}

/** The one class that the request is about. @throws WsmanFault */
export function classOf({ request }: WsmanCall): WmiClass {
  const uri = parseResourceUri(request.resourceUri);
  const found = uri?.known ? findClass(uri.className) : undefined;
  if (!found) throw faults.badResourceUri(request.resourceUri);
  return found;
}
