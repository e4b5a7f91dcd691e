import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { Clock } from "../clock";
import type { Journal } from "../journal/journal";
import type { Notes } from "../journal/recorded";
import { targetOfSelectors } from "../journal/request-target";
import type { Faults } from "../faults/faults";
import { happen } from "../faults/happen";
import type { BrokerUser } from "../world/rds/broker-user";
import type { World } from "../world/world";
import { Authentication, type AuthenticationOptions } from "./authentication/authentication";
import { isSealed, onlyNegotiates } from "./authentication/sealing";
import type { Enumerations } from "./operations/enumerations";
import { identifyResponse, isIdentify } from "./operations/identify";
import type { Reply } from "./operations/call";
import { askedFor, faultAnswer } from "./operations/fault-answer";
import { perform } from "./operations/operations";
import { decodeEnvelope, type Encoding } from "./soap/decode";
import { faults } from "./soap/faults";
import { envelope, faultEnvelope } from "./soap/format";
import { SOAP } from "./soap/namespaces";
import { ENVELOPE_LIMIT, messageIdOf, readRequest, SMALLEST_ENVELOPE } from "./soap/request";
import { summaryOf } from "./soap/summary";
import { WsmanFault } from "./soap/wsman-fault";
import { childOf, type Element } from "./xml/element";
import { parseXml } from "./xml/parse-xml";
import type { Xml } from "./xml/xml";
import { XmlRefused } from "./xml/xml-refused";

/** What the WS-Management plane needs from the emulator around it. */
export interface WsmanPlane {
  world: World;
  clock: Clock;
  journal: Journal;
  enumerations: Enumerations;
  faults: Faults;
}

/** What is known of a request from one step to the next. */
interface Locals extends Notes {
  /** `undefined`: has not signed in, and may ask no more than who answers here. */
  user: BrokerUser | undefined;
  encoding: Encoding | undefined;
  /** For faults. */
  messageId: string | undefined;
}
type WsmanResponse = Response<unknown, Locals>;

/** The name by which faults call this machine. */
const MACHINE = "rdcb1.contoso.com";

/** `POST /wsman`: the connection broker's WinRM service. */
export function wsmanRouter({ world, clock, journal, enumerations, faults: rules }: WsmanPlane, options: AuthenticationOptions): Router {
  const authentication = new Authentication(world.rds, clock, MACHINE, options);
  /** Whether messages may travel unsealed. */
  const open = options.certificate !== undefined || options.allowUnencrypted;

  function admit(request: Request, response: WsmanResponse, next: NextFunction): void {
    // There are clients that send this header with everything: who has credentials beside it has signed in like anybody.
    if (request.headers["wsmanidentify"] === "unauthenticated" && request.headers.authorization === undefined) { next(); return; }
    const { user, challenges } = authentication.authenticate(request);
    // One line per scheme: there are clients that read no more than one scheme of a line.
    if (challenges.length > 0) response.setHeader("WWW-Authenticate", [...challenges]);
    if (!user) {
      response.writeHead(401, { ...SERVER, "Content-Length": 0 }).end();
      return;
    }
    response.locals.user = user;
    response.locals.principal = user.name;
    if (onlyNegotiates(request)) {
      response.writeHead(200, { ...SERVER, "Content-Length": 0 }).end();
      return;
    }
    if (isSealed(request)) throw faults.sealed();
    if (!open) throw faults.unsealed();
    next();
  }

  function answer(request: Request, response: WsmanResponse): void | Promise<void> {
    const { locals } = response;
    const { text, encoding } = decodeEnvelope((request.body as Buffer | undefined) ?? Buffer.alloc(0), request.headers["content-type"]);
    locals.encoding = encoding;
    const asked = parseEnvelope(text);
    const body = childOf(asked, SOAP, "Body")?.children[0];
    if (isIdentify(body)) { locals.operation = "Identify"; send(response, 200, identifyResponse(body, locals.user !== undefined)); return; }
    locals.messageId = messageIdOf(asked);
    if (!locals.user) throw faults.accessDenied("Who has not signed in");
    const read = readRequest(asked);
    locals.operation = summaryOf(read);
    locals.target = targetOfSelectors(read.selectors);
    const call = { world, enumerations, user: locals.user, request: read, bytesOf: ({ text: part }: Xml) => Buffer.byteLength(part, encoding) };
    const reply = ({ action, body: answer }: Reply): void => {
      const answered = envelope(action, read.messageId, answer);
      const bytes = bytesOnWire(answered, encoding);
      if (bytes > read.maxEnvelopeSize) throw faults.envelopeExceeded(bytes, read.maxEnvelopeSize);
      send(response, 200, answered);
    };
    const act = (): Reply => journal.witness(locals, () => perform(call));
    const about = rules.any ? askedFor(call) : undefined;
    const met = about && rules.meet(about);
    if (!about || !met) { reply(act()); return; }
    return happen(met, response, { asked: about, principal: locals.principal, perform: act, answer: reply, instead: (rule) => {
      const answered = faultAnswer(rule, call);
      if ("action" in answered) reply(answered);
      else response.writeHead(answered.status, { ...SERVER, ...answered.headers }).end(answered.text);
    } });
  }

  // Four parameters make it Express's error middleware.
  function refuse(error: unknown, _request: Request, response: WsmanResponse, _next: NextFunction): void {
    const status = (error as { status?: number } | undefined)?.status;
    if (status !== undefined) { response.writeHead(status, { ...SERVER, "Content-Length": 0 }).end(); return; }
    const fault = error instanceof WsmanFault ? error : faults.internal(error instanceof Error ? error.message : String(error));
    response.locals.error = { code: fault.parts.subcode ?? fault.parts.code ?? "Sender", message: fault.message };
    const { messageId, encoding } = response.locals;
    const relating = faultEnvelope(fault, messageId, MACHINE);
    // A MessageID that is too long, or grows by being escaped, is the one thing of the client's that may not fit.
    const fits = bytesOnWire(relating, encoding) <= SMALLEST_ENVELOPE;
    send(response, 500, fits ? relating : faultEnvelope(fault, undefined, MACHINE));
  }

  const router = express.Router();
  router.post("/wsman", admit, soapOnly, express.raw({ limit: ENVELOPE_LIMIT, type: () => true }), answer);
  router.all("/wsman", (_request: Request, response: Response) => void response.writeHead(405, { ...SERVER, Allow: "POST", "Content-Length": 0 }).end());
  router.use("/wsman", refuse);
  return router;
}

/** The specification's media type; Windows takes no other. */
function soapOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.is("application/soap+xml") !== false) { next(); return; }
  response.writeHead(415, { ...SERVER, "Content-Length": 0 }).end();
}

/** @throws WsmanFault */
function parseEnvelope(text: string): Element {
  try {
    const root = parseXml(text);
    if (root.name !== "Envelope") throw faults.schemaViolation(`the document is a ${root.name}, and must be an Envelope`);
    if (root.namespace !== SOAP) throw faults.soapVersion();
    return root;
  } catch (error) {
    if (error instanceof XmlRefused) throw faults.invalidXml(error.message);
    throw error;
  }
}

const SERVER = { Server: "Microsoft-HTTPAPI/2.0" };

/** As it is sent: UTF-16 has a byte order mark. */
const marked = ({ text }: Xml, encoding: Encoding): string => (encoding === "utf16le" ? `\uFEFF${text}` : text);
const bytesOnWire = (answered: Xml, encoding: Encoding = "utf8"): number => Buffer.byteLength(marked(answered, encoding), encoding);

/** In the encoding of the request, as the specification wants it; where that was not understood, in UTF-8. */
function send(response: WsmanResponse, status: number, answered: Xml): void {
  const encoding = response.locals.encoding ?? "utf8";
  const text = marked(answered, encoding);
  const headers = { ...SERVER, "Content-Type": `application/soap+xml;charset=${encoding === "utf16le" ? "UTF-16" : "UTF-8"}`, "Content-Length": Buffer.byteLength(text, encoding) };
  response.writeHead(status, headers).end(text, encoding);
}
