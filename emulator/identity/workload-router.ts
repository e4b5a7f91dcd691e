import { Router } from "express";
import { WORKLOAD_ISSUER_PATH, type WorkloadIssuer } from "./workload-issuer";

/** What an issuer of federated tokens publishes (https://openid.net/specs/openid-connect-discovery-1_0.html), at the paths of a Kubernetes cluster. */
export function workloadRouter(issuer: WorkloadIssuer): Router {
  const router = Router();
  router.get(`${WORKLOAD_ISSUER_PATH}/.well-known/openid-configuration`, (request, response) => {
    const base = `https://${request.headers.host}${WORKLOAD_ISSUER_PATH}`;
    response.json({
      issuer: base,
      jwks_uri: `${base}/openid/v1/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });
  router.get(`${WORKLOAD_ISSUER_PATH}/openid/v1/jwks`, (_request, response) => {
    response.json({ keys: [issuer.key().jwk] });
  });
  return router;
}
