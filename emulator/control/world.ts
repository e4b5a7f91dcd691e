import express, { type Request, type Response, type Router } from "express";
import { formatYaml } from "../seed/format-yaml";
import { parseYaml } from "../seed/parse-seed-file";
import type { Seed } from "../seed/seed";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { narrowed, textParameter } from "./narrowed";
import { send } from "./send";

/** Puts another world in place of this one, or of one subscription. @throws SeedRefused, WorldError */
export type Restore = (seed: Seed, subscriptionId?: string) => void;

/** Room for more sessions than anybody has: 100,000 of them take 25 MB. */
const LIMIT = "256mb";

/** `world` of the control plane: the seed that makes the same world again, secrets and all; `/_emulator/env` gives them to whoever asks, too. */
export function worldRouter(world: World, restore: Restore): Router {
  const router = express.Router();
  router.get("/", (request, response) => {
    const seed = world.snapshot(narrowed(request, world).subscription);
    const format = textParameter(request, "format") ?? "json";
    if (format === "json") return void send(response, seed);
    if (format !== "yaml") throw new ControlError(400, `There is no format ${JSON.stringify(format)}. Ask for json or yaml.`);
    response.type("application/yaml").send(formatYaml(seed));
  });
  router.put("/", express.text({ limit: LIMIT, type: () => true }), (request, response) => {
    restore(seedIn(request), textParameter(request, "subscription"));
    sendWorld(request, response, world);
  });
  return router;
}

/** The world as it has become: of a subscription, where one is named that alone, which may be gone. */
export function sendWorld(request: Request, response: Response, world: World): void {
  const name = textParameter(request, "subscription");
  const there = name === undefined || world.hasSubscription(name);
  send(response, there ? world.snapshot(name) : {});
}

/** JSON where the type says so; else YAML, of which JSON is a part: curl's own type is that of a form. @throws ControlError */
function seedIn(request: Request): Seed {
  const json = Boolean(request.is(["json", "+json"]));
  const text: unknown = request.body;
  if (typeof text !== "string" || text.trim() === "") throw new ControlError(400, "The body is empty. Send a seed, as JSON or YAML.");
  try {
    return (json ? JSON.parse(text) : parseYaml(text)) as Seed;
  } catch (error) {
    throw new ControlError(400, `The body is not ${json ? "JSON" : "YAML"}: ${error instanceof Error ? error.message : String(error)}. Send a seed.`);
  }
}
