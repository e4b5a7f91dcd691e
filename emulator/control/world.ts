import express, { type Request, type Response, type Router } from "express";
import { formatYaml } from "../seed/format-yaml";
import { parseYaml } from "../seed/parse-seed-file";
import type { Seed } from "../seed/seed";
import type { World } from "../world/world";
import { found } from "../found";
import { ControlError } from "./control-error";
import { subscriptionIn, textParameter } from "./narrowed";
import { resource } from "./resource";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import { send } from "./send";

/** Puts another world in place of this one, or of one subscription. @throws SeedRefused, WorldError */
export type Restore = (seed: Seed, subscriptionId?: string) => void;

/** Bytes. Room for more sessions than anybody has: 100,000 of them take 25 MB. */
const LIMIT = 256 * 1024 * 1024;

/** `world` of the control plane: the seed that makes the same world again, secrets and all; `/_emulator/env` gives them to whoever asks, too. */
export function worldRouter(world: World, restore: Restore): Router {
  const router = express.Router();
  router.put("/", announcedWithin(LIMIT), express.text({ limit: LIMIT, type: () => true, verify: requireUtf8 }));
  resource(router, "/", {
    GET: {
      takes: ["subscription", "format"],
      act: (request, response) => {
        const seed = world.snapshot(subscriptionIn(request, world));
        const format = textParameter(request, "format") ?? "json";
        if (format === "json") return void send(response, seed);
        if (format !== "yaml") throw new ControlError(400, `There is no format ${JSON.stringify(format)}. Ask for json or yaml.`);
        response.type("application/yaml").send(formatYaml(seed));
      },
    },
    PUT: {
      takes: ["subscription"],
      act: (request, response) => {
        restore(seedIn(request), textParameter(request, "subscription"));
        sendWorld(request, response, world);
      },
    },
  });
  return router;
}

/** The world as it has become: of a subscription, where one is named that alone, which may be gone. */
export function sendWorld(request: Pick<Request, "query">, response: Response, world: World): void {
  const name = textParameter(request, "subscription");
  const there = name === undefined || world.hasSubscription(name);
  send(response, there ? world.snapshot(name) : {});
}

/** JSON where the type says so; else YAML, of which JSON is a part: curl's own type is that of a form. @throws ControlError */
function seedIn(request: Pick<Request, "is" | "body">): Seed {
  const json = Boolean(request.is(["json", "+json"]));
  const text: unknown = request.body;
  if (typeof text !== "string" || text.trim() === "") throw new ControlError(400, "The body is empty. Send a seed, as JSON or YAML.");
  let seed: unknown;
  try {
    seed = json ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    throw new ControlError(400, `The body is not ${json ? "JSON" : "YAML"}: ${error instanceof Error ? error.message : String(error)}. Send a seed.`);
  }
  // A text would be the path of a file: those of this machine are not for who is at the other end of a wire.
  if (typeof seed === "object" && seed !== null && !Array.isArray(seed)) return seed;
  throw new ControlError(400, `The body is ${found(seed)}, and must be an object. Send a seed, as JSON or YAML, and not the path of its file: curl's --data-binary @world.yaml sends what is in the file.`);
}
