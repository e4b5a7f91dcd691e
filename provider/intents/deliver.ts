import type { Backend, Delivery, Message } from "../backend";
import { MessageRefused } from "../errors/message-refused";
import { sameSession } from "../identity";
import type { Session } from "../session";

/** Sends a message to one session, once. @throws MessageRefused where the system says that a session is gone which is there */
export async function deliver(backend: Backend, session: Session, message: Message): Promise<Delivery> {
  const delivery = await backend.message(session, message);
  if (delivery.status !== "gone") return delivery;
  const live = await backend.session(session);
  if (live && sameSession(live, session)) throw new MessageRefused(session);
  return delivery;
}
