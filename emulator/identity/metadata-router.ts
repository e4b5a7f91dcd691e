import { type Request, type Response, Router } from "express";
import type { Cloud } from "./clouds";
import { metadataForms } from "./cloud-metadata";
import { parameter } from "./identity-query";

/** `/metadata/endpoints` of Azure Resource Manager, without a token: how tools find out about a cloud that they don't know. */
export function metadataRouter(cloud: Cloud): Router {
  const router = Router();
  router.get("/metadata/endpoints", (request: Request, response: Response) => {
    const version = parameter(request, "api-version");
    if (version === undefined) {
      refuse(response, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
      return;
    }
    const form = Object.hasOwn(metadataForms, version) ? metadataForms[version] : undefined;
    if (!form) {
      const known = Object.keys(metadataForms).toReversed().join(",");
      refuse(response, "InvalidApiVersionParameter", `The api-version '${version}' is invalid. The supported versions are '${known}'.`);
      return;
    }
    response.json(form(cloud, `https://${request.headers.host}`));
  });
  return router;
}

function refuse(response: Response, code: string, message: string): void {
  response.status(400).json({ error: { code, message } });
}
