import type { Request, Response, Router } from "express";
import { type Environment, environmentFormats, type EnvironmentOptions } from "../environment";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { environmentFor } from "./environment-for";
import { signInWanted } from "./identities";
import { textParameter } from "./narrowed";
import { resource } from "./resource";
import { send } from "./send";

/** `env` of the control plane: the variables that point a client at the emulator. */
export function environmentResource(router: Router, world: World, env: (options?: EnvironmentOptions) => Environment): void {
  resource(router, "/env", { GET: { takes: ["format", "signIn", "subscription", "ca"], act: answer } });

  function answer(request: Pick<Request, "query" | "hostname">, response: Response): void {
    const wanted = textParameter(request, "format") ?? "json";
    const environment = environmentFor(request, env({ signIn: signInWanted(textParameter(request, "signIn")) }), world);
    if (wanted === "json") return void send(response, environment);
    const write = Object.entries(environmentFormats).find(([name]) => name === wanted)?.[1];
    if (!write) throw new ControlError(400, `There is no format ${JSON.stringify(wanted)}. Ask for json, ${Object.keys(environmentFormats).join(", ")}.`);
    response.type("text/plain").send(write(environment));
  }
}
