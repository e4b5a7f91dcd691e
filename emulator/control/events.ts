import express, { type Request, type Response, type Router } from "express";
import { EventLog, type LoggedEvent } from "../world/events/event-log";
import type { World } from "../world/world";
import { subscriptionIn } from "./narrowed";
import { resource } from "./resource";

/** How often a stream says that it is alive, by the machine's time: proxies cut connections on which nothing is said. */
const BEAT = 15_000;
/** A client that reads too slowly is cut off when there is more for it while this many bytes wait. It may come back for the rest. */
const MOST_WAITING = 4_000_000;

/**
 * `events` of the control plane: what happens in the world, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * A client that comes back with `Last-Event-ID` gets what it has missed, out of the last 1,000 events (or as many as have 16 million characters) since the first client came.
 */
export function eventsRouter(world: World): Router {
  const router = express.Router();
  // Nobody who does not ask for events pays for them.
  let log: EventLog | undefined;
  resource(router, "/", {
    GET: {
      takes: ["subscription"],
      act: (request, response) => {
        const subscription = subscriptionIn(request, world);
        response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
        if (request.method === "HEAD") return void response.end();
        stream((log ??= new EventLog(world)), subscription, request, response);
      },
    },
  });
  return router;
}

function stream(log: EventLog, subscription: string | undefined, request: Pick<Request, "headers">, response: Response): void {
  const full = (): boolean => response.writableLength > MOST_WAITING;
  const send = (logged: LoggedEvent): void => {
    if (isAbout(subscription, logged)) response.write(eventText(logged));
  };
  // The head goes out with it: a client knows that it will hear everything from here on.
  response.write(": events of the emulator\n\n");
  const last = request.headers["last-event-id"];
  if (typeof last === "string") {
    const { missed, lost } = log.after(Number(last));
    if (lost) response.write(`event: lost\ndata: ${JSON.stringify({ after: last })}\n\n`);
    for (const logged of missed) {
      // Not cut off: who never gets the whole of a long event would come back for the same one for ever.
      if (full()) return void response.end();
      send(logged);
    }
  }
  const stop = log.follow((logged) => {
    // Before it is written: one event may be longer than that.
    if (full()) response.destroy();
    else send(logged);
  });
  const beat = setInterval(() => response.write(": beat\n\n"), BEAT).unref();
  response.once("close", () => {
    clearInterval(beat);
    stop();
  });
}

const eventText = ({ id, event }: LoggedEvent): string => `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** What is about the whole world is about each subscription. */
const isAbout = (subscription: string | undefined, { event }: LoggedEvent): boolean =>
  subscription === undefined || ("subscriptionId" in event && (event.subscriptionId === null || event.subscriptionId === subscription));
